/**
 * What MySQL's and MariaDB's Debezium tasks share: values of rows exactly as they are in the log,
 * and the history of the tables' shapes. These sources are compiled in both engines' modules, each
 * against its own version of Debezium.
 */
package io.dmsconnect.source.binlog.debezium;
