/**
 * The task document: AWS DMS's own names in one JSON file, read with all its problems reported
 * together. Knows nothing of connectors.
 */
package io.dmsconnect.cli.task;
