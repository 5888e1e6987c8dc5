// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

/**
 * The character set that a table gets for columns that name none.
 *
 * @param name null where only the server knows it: that of the database, or of a collation that
 *     does not tell
 */
public record DefaultCharset(String name) {}
