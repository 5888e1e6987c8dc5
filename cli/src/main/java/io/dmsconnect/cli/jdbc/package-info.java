/** What the command itself asks the two databases: catalogue, end of the log, statistics. */
package io.dmsconnect.cli.jdbc;
