/** The demonstration: a shop in MariaDB that keeps changing while it moves to PostgreSQL. */
package io.dmsconnect.cli.demo;
