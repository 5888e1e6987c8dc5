/** MariaDB as a source. */
package io.dmsconnect.source.mariadb;
