/** The edge to Kafka Connect: how tables, changes and load batches look inside Kafka records. */
package io.dmsconnect.core.connect;
