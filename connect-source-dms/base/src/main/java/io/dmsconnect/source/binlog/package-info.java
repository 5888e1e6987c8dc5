/**
 * What MySQL and MariaDB share as sources, without the log itself: catalogue, checks and the full
 * load. Knows {@code java.sql} only.
 */
package io.dmsconnect.source.binlog;
