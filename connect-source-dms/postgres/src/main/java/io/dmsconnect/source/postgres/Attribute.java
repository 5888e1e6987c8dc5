// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of pg_attribute: a column that a table has, or had. PostgreSQL never takes such a row
 * away while the table lives, and never gives its number to another column.
 *
 * @param number attnum, from 1
 * @param name as it is now; of a dropped column nothing of use
 * @param dropped is the column gone?
 * @param logged NO for a generated column, which the log does not have; the catalogue does not tell
 *     it of a dropped one
 * @param changedBy the transaction that wrote this row of the catalogue: the one that has added,
 *     renamed, altered or dropped the column last
 * @param command which of the transaction's commands that was, counted from 0
 */
record Attribute(
        int number, String name, boolean dropped, Logged logged, long changedBy, long command) {
    /** Does the log have the column's values? */
    enum Logged {
        YES,
        NO,
        UNTOLD
    }

    private static final String SQL =
            """
            SELECT a.attnum, a.attname, a.attisdropped, a.attgenerated = '', a.xmin::text::bigint,
              pg_snapshot_xmax(pg_current_snapshot())::text::bigint, a.cmin::text::bigint
            FROM pg_attribute a
            JOIN pg_class c ON c.oid = a.attrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p') AND a.attnum > 0
            ORDER BY a.attnum
            """;

    /** All of a table, by number; empty where there is no such table. */
    static List<Attribute> of(Connection connection, String schema, String table)
            throws SQLException {
        List<Attribute> attributes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    attributes.add(
                            new Attribute(
                                    rows.getInt(1),
                                    rows.getString(2),
                                    rows.getBoolean(3),
                                    logged(rows.getBoolean(3), rows.getBoolean(4)),
                                    full(rows.getLong(5), rows.getLong(6)),
                                    rows.getLong(7)));
                }
            }
        }
        return attributes;
    }

    private static Logged logged(boolean dropped, boolean plain) {
        return dropped ? Logged.UNTOLD : plain ? Logged.YES : Logged.NO;
    }

    Attribute logged(Logged known) {
        return new Attribute(number, name, dropped, known, changedBy, command);
    }

    /**
     * A transaction's whole id, of which the catalogue and the log have the low 32 bits: the
     * youngest that is older than the next one.
     */
    static long full(long low, long next) {
        long full = (next & ~0xFFFFFFFFL) | (low & 0xFFFFFFFFL);
        return full >= next ? full - (1L << 32) : full;
    }
}
