/** MariaDB as a source: Debezium's connector for it, reading rows exactly. */
package io.dmsconnect.source.mariadb;
