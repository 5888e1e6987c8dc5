/**
 * Statements of MySQL's and MariaDB's log, read as far as they say which tables and which columns
 * they are about.
 */
package io.dmsconnect.source.binlog.statement;
