/** The REST API of a Connect worker, as far as the command needs it. */
package io.dmsconnect.cli.connect;
