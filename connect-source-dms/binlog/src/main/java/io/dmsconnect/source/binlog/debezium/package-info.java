/** What MySQL and MariaDB share and needs Debezium: compiled against each engine's own version. */
package io.dmsconnect.source.binlog.debezium;
