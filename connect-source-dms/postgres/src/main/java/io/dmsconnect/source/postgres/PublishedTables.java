// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which publication a table belongs into. An update or delete of a published table without a
 * replica identity is refused by PostgreSQL, to the application that does it: of such tables only
 * inserts and truncations may be published.
 *
 * @param whole tables whose rows the log identifies
 * @param insertsOnly tables without a replica identity
 * @param unlogged tables that are not in the log at all
 */
record PublishedTables(Set<TableId> whole, Set<TableId> insertsOnly, Set<TableId> unlogged) {
    /** Of a partitioned table what counts is each partition's identity. */
    private static final String IDENTITIES =
            """
            WITH wanted AS (
              SELECT w.s, w.t, c.oid, c.relpersistence
              FROM unnest(?::text[], ?::text[]) AS w(s, t)
              JOIN pg_namespace n ON n.nspname = w.s
              JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.t
                AND c.relkind IN ('r', 'p'))
            SELECT w.s, w.t, w.relpersistence = 'u', bool_and(CASE c.relreplident
                WHEN 'f' THEN true
                WHEN 'd' THEN EXISTS (SELECT FROM pg_index i
                  WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisvalid)
                WHEN 'i' THEN EXISTS (SELECT FROM pg_index i
                  WHERE i.indrelid = c.oid AND i.indisreplident AND i.indisvalid)
                ELSE false END)
            FROM wanted w
            JOIN pg_class c ON c.oid = w.oid
              OR (c.relkind = 'r' AND c.oid IN (SELECT p.relid FROM pg_partition_tree(w.oid) p))
            WHERE c.relkind = 'r' OR NOT EXISTS (
              SELECT FROM pg_partition_tree(w.oid) p WHERE p.isleaf)
            GROUP BY w.s, w.t, w.relpersistence
            """;

    static PublishedTables of(Connection connection, Collection<TableId> selected)
            throws SQLException {
        Set<TableId> whole = new LinkedHashSet<>();
        Set<TableId> insertsOnly = new LinkedHashSet<>();
        Set<TableId> unlogged = new LinkedHashSet<>();
        try (PreparedStatement statement = PgCatalogue.prepare(connection, IDENTITIES, selected);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                TableId id = new TableId(rows.getString(1), rows.getString(2));
                if (rows.getBoolean(3)) {
                    unlogged.add(id);
                } else if (rows.getBoolean(4)) {
                    whole.add(id);
                } else {
                    insertsOnly.add(id);
                }
            }
        }
        return new PublishedTables(whole, insertsOnly, unlogged);
    }
}
