// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What of each table may be published. PostgreSQL refuses an update or delete of a row that it
 * could not identify in the log, to the application that does it, where the table's updates and
 * deletes are published: of such tables only inserts and truncations may be.
 *
 * @param logged tables that are in the log, by oid, with their names
 * @param identified tables and partitions whose updates and deletes may be published, by oid
 * @param insertsOnly tables that have rows the log does not identify
 * @param unlogged tables that are not in the log at all
 */
record PublishedTables(
        Map<Long, String> logged,
        Map<Long, String> identified,
        Set<TableId> insertsOnly,
        Set<TableId> unlogged) {
    private static final String UNLOGGED =
            """
            SELECT w.s, w.t
            FROM unnest(?::text[], ?::text[]) AS w(s, t)
            JOIN pg_namespace n ON n.nspname = w.s
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.t
            WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'u'
            """;

    static PublishedTables of(Connection connection, Collection<TableId> selected)
            throws SQLException {
        Map<Long, String> logged = new LinkedHashMap<>();
        Map<Long, String> identified = new LinkedHashMap<>();
        Set<TableId> insertsOnly = new LinkedHashSet<>();
        Set<TableId> unlogged = unlogged(connection, selected);
        TableIdentities.of(connection, selected)
                .forEach(
                        (id, table) -> {
                            if (unlogged.contains(id)) {
                                return;
                            }
                            logged.put(table.oid(), Sql.quote(id));
                            identified.putAll(identified(id, table));
                            if (!table.isIdentified()) {
                                insertsOnly.add(id);
                            }
                        });
        return new PublishedTables(logged, identified, insertsOnly, unlogged);
    }

    /** By oid, what of a table that is in the log may have its updates and deletes published. */
    static Map<Long, String> identified(TableId id, TableIdentity table) {
        if (!table.isIdentified()) {
            return Map.of();
        }
        if (table.covers() || !table.isPartitioned()) {
            return Map.of(table.oid(), Sql.quote(id));
        }
        // a partition that comes later may not be identified
        Map<Long, String> partitions = new LinkedHashMap<>();
        table.files().forEach((oid, file) -> partitions.put(oid, file.name()));
        return partitions;
    }

    static Set<TableId> unlogged(Connection connection, Collection<TableId> selected)
            throws SQLException {
        Set<TableId> unlogged = new HashSet<>();
        try (PreparedStatement statement = PgCatalogue.prepare(connection, UNLOGGED, selected);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                unlogged.add(new TableId(rows.getString(1), rows.getString(2)));
            }
        }
        return unlogged;
    }
}
