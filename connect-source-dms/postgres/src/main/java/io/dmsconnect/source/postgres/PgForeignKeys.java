// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.Excerpt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Foreign keys of a table. */
final class PgForeignKeys {
    /**
     * A partition's own copies have a parent. Columns of pg_constraint that only newer servers have
     * are looked for in the row as JSON.
     */
    private static final String FOREIGN_KEYS =
            """
            SELECT k.conname, f.columns, n.nspname, c.relname, f.referenced, k.confdeltype,
              k.confupdtype,
              CASE WHEN k.condeferred THEN 'DEFERRABLE INITIALLY DEFERRED'
                WHEN k.condeferrable THEN 'DEFERRABLE' ELSE '' END,
              CASE WHEN NOT k.convalidated THEN 'its rows are not validated at the source: '
                WHEN j.row ->> 'confdelsetcols' IS NOT NULL THEN
                  'a delete sets only some of its columns: '
                WHEN j.row ->> 'conperiod' = 'true' THEN 'it is over periods: '
                WHEN k.confmatchtype = 'f' AND cardinality(k.conkey) > 1 THEN
                  'it takes rows as MATCH FULL does: '
                ELSE '' END,
              pg_get_constraintdef(k.oid)
            FROM pg_constraint k
            JOIN pg_class c ON c.oid = k.confrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (SELECT to_jsonb(k) AS row) j
            CROSS JOIN LATERAL (
              SELECT array_agg(a.attname::text ORDER BY p.place) AS columns,
                array_agg(r.attname::text ORDER BY p.place) AS referenced
              FROM unnest(k.conkey, k.confkey) WITH ORDINALITY p(attnum, refers, place)
              JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum
              JOIN pg_attribute r ON r.attrelid = k.confrelid AND r.attnum = p.refers) f
            WHERE k.conrelid = ? AND k.contype = 'f' AND k.conparentid = 0
            ORDER BY k.conname
            """;

    private final Connection connection;
    private final long table;
    private final List<Found> found = new ArrayList<>();
    private final List<ForeignKey> foreignKeys = new ArrayList<>();
    private final List<Leftover> leftovers = new ArrayList<>();

    PgForeignKeys(Connection connection, long table) {
        this.connection = connection;
        this.table = table;
    }

    private record Found(
            String name,
            List<String> columns,
            TableId references,
            List<String> referenced,
            String onDelete,
            String onUpdate,
            String deferral) {
        ForeignKey to(Table references) {
            return new ForeignKey(
                    name, columns, references, referenced, onDelete, onUpdate, deferral);
        }
    }

    List<ForeignKey> foreignKeys() {
        return foreignKeys;
    }

    List<Leftover> leftovers() {
        return leftovers;
    }

    void read() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FOREIGN_KEYS)) {
            statement.setLong(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    read(row);
                }
            }
        }
        if (found.isEmpty()) {
            return;
        }
        Set<TableId> ids = new HashSet<>();
        found.forEach(key -> ids.add(key.references()));
        Map<TableId, Table> tables = PgCatalogue.describe(connection, ids);
        for (Found key : found) {
            Table references = tables.get(key.references());
            // else dropped a moment ago, and the key with it
            if (references != null) {
                foreignKeys.add(key.to(references));
            }
        }
    }

    private void read(ResultSet row) throws SQLException {
        String reason = row.getString(9);
        if (!reason.isEmpty()) {
            leftovers.add(
                    new Leftover(
                            "foreign key",
                            row.getString(1),
                            reason + Excerpt.of(row.getString(10))));
            return;
        }
        found.add(
                new Found(
                        row.getString(1),
                        List.of((String[]) row.getArray(2).getArray()),
                        new TableId(row.getString(3), row.getString(4)),
                        List.of((String[]) row.getArray(5).getArray()),
                        action(row.getString(6)),
                        action(row.getString(7)),
                        row.getString(8)));
    }

    private static String action(String letter) {
        return switch (letter) {
            case "r" -> "RESTRICT";
            case "c" -> "CASCADE";
            case "n" -> "SET NULL";
            case "d" -> "SET DEFAULT";
            default -> "NO ACTION";
        };
    }
}
