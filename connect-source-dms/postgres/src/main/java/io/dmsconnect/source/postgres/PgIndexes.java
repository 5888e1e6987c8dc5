// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.source.Excerpt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Indexes of a table, but for its key. */
final class PgIndexes {
    /**
     * A plain index is one whose text is what its columns say already: PostgreSQL writes down all
     * that is not as usual, but for what a constraint alone has. A constraint's own text leaves out
     * the storage options of its index.
     */
    private static final String INDEXES =
            """
            SELECT ic.relname, i.indisunique, con.oid IS NOT NULL, am.amname,
              i.indpred IS NOT NULL, i.indisvalid, i.indisprimary, k.columns, k.descending,
              r.columns,
              CASE
                WHEN d.tail = k.plain AND (con.oid IS NULL
                  OR con.contype = 'u' AND NOT con.condeferrable) THEN ''
                WHEN con.oid IS NULL THEN d.tail
                WHEN con.contype = 'u' AND ic.reloptions IS NOT NULL THEN
                  left(d.con, length(d.con) - length(d.deferral))
                    || ' WITH (' || array_to_string(ic.reloptions, ', ') || ')' || d.deferral
                ELSE d.con END,
              d.tail
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_class ic ON ic.oid = i.indexrelid
            JOIN pg_am am ON am.oid = ic.relam
            LEFT JOIN pg_constraint con ON con.conindid = i.indexrelid
              AND con.conrelid = i.indrelid AND con.contype IN ('u', 'x')
            CROSS JOIN LATERAL (
              SELECT array_agg(coalesce(a.attname::text, '') ORDER BY p.place) AS columns,
                array_agg(o.descending ORDER BY p.place) AS descending,
                'USING btree (' || string_agg(quote_ident(a.attname)
                  || CASE WHEN o.descending THEN ' DESC' ELSE '' END, ', ' ORDER BY p.place)
                  || ')' AS plain
              FROM unnest(i.indkey) WITH ORDINALITY p(attnum, place)
              CROSS JOIN LATERAL (
                SELECT i.indoption[p.place::int - 1] & 1 = 1 AS descending) o
              LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.attnum
              WHERE p.place <= i.indnkeyatts) k
            CROSS JOIN LATERAL (
              SELECT coalesce(array_agg(a.attname::text), '{}') AS columns FROM pg_attribute a
              WHERE a.attrelid = i.indrelid AND (a.attnum = ANY (i.indkey) OR EXISTS (
                SELECT FROM pg_depend p
                WHERE p.refclassid = 'pg_class'::regclass AND p.refobjid = i.indrelid
                  AND p.refobjsubid = a.attnum
                  AND (p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid
                    OR p.classid = 'pg_constraint'::regclass AND p.objid = con.oid)))) r
            CROSS JOIN LATERAL (
              SELECT substr(pg_get_indexdef(i.indexrelid), 1 + length(
                  format('CREATE %sINDEX %I ON %s%I.%I ',
                    CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END, ic.relname,
                    CASE WHEN ic.relkind = 'I' THEN 'ONLY ' ELSE '' END,
                    n.nspname, c.relname))) AS tail,
                pg_get_constraintdef(con.oid) AS con,
                CASE WHEN con.condeferred THEN ' DEFERRABLE INITIALLY DEFERRED'
                  WHEN con.condeferrable THEN ' DEFERRABLE' ELSE '' END AS deferral) d
            WHERE i.indrelid = ?
              AND CASE WHEN c.relreplident = 'i' THEN NOT i.indisreplident
                ELSE NOT i.indisprimary END
            ORDER BY ic.relname
            """;

    private final Connection connection;
    private final long table;
    private final List<Index> indexes = new ArrayList<>();
    private final List<Leftover> leftovers = new ArrayList<>();

    PgIndexes(Connection connection, long table) {
        this.connection = connection;
        this.table = table;
    }

    List<Index> indexes() {
        return indexes;
    }

    List<Leftover> leftovers() {
        return leftovers;
    }

    void read() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
            statement.setLong(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    read(row);
                }
            }
        }
    }

    private void read(ResultSet row) throws SQLException {
        if (row.getBoolean(7)) {
            leave(
                    "primary key",
                    row,
                    "the target's key is the index that the log identifies rows by: ");
        } else if (!row.getBoolean(6)) {
            leave("index", row, "it is not valid at the source: ");
        } else {
            indexes.add(
                    new Index(
                            row.getString(1),
                            row.getBoolean(2),
                            row.getBoolean(3),
                            row.getString(4),
                            row.getBoolean(5),
                            parts(row),
                            row.getString(11),
                            PgObjects.ENGINE,
                            Set.of((String[]) row.getArray(10).getArray())));
        }
    }

    private static List<Index.Part> parts(ResultSet row) throws SQLException {
        String[] columns = (String[]) row.getArray(8).getArray();
        Boolean[] descending = (Boolean[]) row.getArray(9).getArray();
        List<Index.Part> parts = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            parts.add(new Index.Part(columns[i], 0, descending[i]));
        }
        return parts;
    }

    private void leave(String kind, ResultSet row, String reason) throws SQLException {
        leftovers.add(new Leftover(kind, row.getString(1), reason + Excerpt.of(row.getString(12))));
    }
}
