// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

/**
 * A statement that makes a database, a table, or a setting that those depend on.
 *
 * @param database database it is run in; empty for none
 * @param table table it makes; empty where it makes none
 */
public record ShapeStatement(String database, String table, String ddl) {}
