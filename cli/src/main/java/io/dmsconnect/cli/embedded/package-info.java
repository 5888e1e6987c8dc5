/**
 * A Kafka broker and a Connect worker inside this process, for one machine and one task: everything
 * they keep is under one state folder, and they go on from it after any end of the process.
 */
package io.dmsconnect.cli.embedded;
