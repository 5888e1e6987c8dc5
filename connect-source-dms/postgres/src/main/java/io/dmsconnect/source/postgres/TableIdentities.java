// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Reads what tables are from the catalogue. Nothing of it takes a lock on a table, so that it never
 * waits for a statement that alters one, nor such a statement for it.
 */
final class TableIdentities {
    /**
     * As the server itself finds out whether it may let an update or delete of a published table
     * pass: an index that is deferrable identifies nothing, nor does one that is not valid. Nor do
     * generated columns, which the log does not have; from version 18 on the server refuses them
     * also where all columns identify a row.
     */
    private static final String IDENTIFIED =
            """
            CASE f.relreplident
              WHEN 'f' THEN current_setting('server_version_num')::int < 180000
                OR NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = f.oid
                  AND a.attgenerated <> '' AND NOT a.attisdropped)
              WHEN 'n' THEN false
              ELSE EXISTS (SELECT FROM pg_index i WHERE i.indrelid = f.oid
                AND CASE f.relreplident WHEN 'd' THEN i.indisprimary ELSE i.indisreplident END
                AND i.indimmediate AND i.indisvalid AND i.indislive AND i.indisunique
                AND i.indpred IS NULL
                AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = f.oid
                  AND a.attgenerated <> '' AND a.attnum = ANY (i.indkey))) END
            """;

    private static final String IDENTITIES =
            """
            WITH RECURSIVE wanted AS (
              SELECT w.s, w.t, c.oid, c.relkind, c.relreplident
              FROM unnest(?::text[], ?::text[]) AS w(s, t)
              JOIN pg_namespace n ON n.nspname = w.s
              JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.t
                AND c.relkind IN ('r', 'p')),
            used AS (
              SELECT w.oid, a.atttypid AS type
              FROM wanted w
              JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
              UNION
              SELECT u.oid, part.type
              FROM used u
              JOIN pg_type t ON t.oid = u.type AND t.typnamespace <> 'pg_catalog'::regnamespace
              CROSS JOIN LATERAL (
                SELECT unnest(ARRAY[t.typelem, t.typbasetype])
                UNION ALL
                SELECT f.atttypid FROM pg_attribute f
                WHERE f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
                UNION ALL
                SELECT r.rngsubtype FROM pg_range r
                WHERE t.oid IN (r.rngtypid, (to_jsonb(r) ->> 'rngmultitypid')::oid)
                ) AS part (type)),
            tree AS (
              SELECT w.oid AS root, w.oid AS member, w.relkind AS kind, true AS born,
                '' AS attached FROM wanted w
              UNION ALL
              SELECT t.root, i.inhrelid, c.relkind,
                t.born AND i.xmin::text = (SELECT y.xmin::text FROM pg_type y WHERE y.oid = c.reltype),
                i.xmin || ':' || i.cmin
              FROM tree t
              JOIN pg_inherits i ON i.inhparent = t.member
              JOIN pg_class c ON c.oid = i.inhrelid
              WHERE t.kind = 'p')
            SELECT w.s, w.t, w.oid,
              (SELECT string_agg(k.attnum::text, ',' ORDER BY k.place)
                FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
                WHERE i.indrelid = w.oid AND k.place <= i.indnkeyatts
                  AND CASE WHEN w.relreplident = 'i' THEN i.indisreplident ELSE i.indisprimary END),
              w.relkind = 'p' AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = w.oid
                AND i.indisprimary AND i.indimmediate AND i.indisvalid),
              (SELECT md5(string_agg(a.attnum || ':' || a.xmin, ',' ORDER BY a.attnum))
                FROM pg_attribute a WHERE a.attrelid = w.oid AND a.attnum > 0),
              (SELECT string_agg(m.mark, ' ') FROM (
                SELECT 'filled.' || a.attrelid || '.' || a.attnum AS mark
                FROM pg_attribute a WHERE a.atthasmissing AND NOT a.attisdropped
                  AND (a.attrelid = w.oid
                    OR a.attrelid IN (SELECT p.relid FROM pg_partition_tree(w.oid) p))
                UNION ALL
                SELECT 'generated.' || a.attnum
                FROM pg_attribute a WHERE a.attrelid = w.oid AND a.attgenerated <> ''
                UNION ALL
                SELECT 'top.' || max(a.attnum)
                FROM pg_attribute a WHERE a.attrelid = w.oid AND a.attnum > 0
                HAVING count(*) > 0
                UNION ALL
                SELECT 'label.' || e.oid || '=' || md5(e.enumlabel)
                FROM pg_enum e WHERE e.enumtypid IN (SELECT u.type FROM used u WHERE u.oid = w.oid)
                UNION ALL
                SELECT 'fields.' || t.oid || '=' || (
                  SELECT md5(string_agg(f.attnum || ':' || f.atttypid || ':' || f.atttypmod, ',' ORDER BY f.attnum))
                  FROM pg_attribute f WHERE f.attrelid = t.typrelid AND f.attnum > 0)
                FROM pg_type t WHERE t.typtype = 'c' AND t.oid IN (SELECT u.type FROM used u WHERE u.oid = w.oid)
                ) m),
              f.oid, quote_ident(fn.nspname) || '.' || quote_ident(f.relname),
            """
                    + IDENTIFIED
                    + """
              , f.relfilenode, CASE WHEN t.born THEN t.attached ELSE '' END
            FROM wanted w
            LEFT JOIN tree t ON t.root = w.oid AND t.kind = 'r'
            LEFT JOIN pg_class f ON f.oid = t.member
            LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
            ORDER BY w.s, w.t, f.oid
            """;

    /** Members of a publication that have rows of which an update would be refused. */
    private static final String EXPOSED =
            """
            WITH RECURSIVE tree AS (
              SELECT c.oid AS root, c.oid AS member, c.relkind AS kind
              FROM pg_publication p
              JOIN pg_publication_rel r ON r.prpubid = p.oid
              JOIN pg_class c ON c.oid = r.prrelid
              WHERE p.pubname = ?
              UNION ALL
              SELECT t.root, i.inhrelid, c.relkind
              FROM tree t
              JOIN pg_inherits i ON i.inhparent = t.member
              JOIN pg_class c ON c.oid = i.inhrelid
              WHERE t.kind = 'p')
            SELECT DISTINCT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
            FROM tree t
            JOIN pg_class f ON f.oid = t.member
            JOIN pg_class c ON c.oid = t.root
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE t.kind = 'r' AND NOT (
            """
                    + IDENTIFIED
                    + ")";

    private TableIdentities() {}

    /**
     * Tables, quoted, whose updates and deletes the server refuses because this publication
     * publishes them.
     */
    static List<String> exposed(Connection connection, String publication) throws SQLException {
        List<String> exposed = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(EXPOSED)) {
            statement.setString(1, publication);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    exposed.add(rows.getString(1));
                }
            }
        }
        return exposed;
    }

    static Map<TableId, TableIdentity> of(Connection connection, Collection<TableId> tables)
            throws SQLException {
        Map<TableId, TableIdentity> identities = new LinkedHashMap<>();
        if (tables.isEmpty()) {
            return identities;
        }
        long since;
        long oldest;
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT pg_current_wal_insert_lsn(),"
                                        + " pg_snapshot_xmin(pg_current_snapshot())::text")) {
            row.next();
            since = LogSequenceNumber.valueOf(row.getString(1)).asLong();
            oldest = Long.parseLong(row.getString(2));
        }
        try (PreparedStatement statement = PgCatalogue.prepare(connection, IDENTITIES, tables);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                TableId id = new TableId(row.getString(1), row.getString(2));
                TableIdentity identity = identities.get(id);
                if (identity == null) {
                    String key = row.getString(4);
                    String columns = row.getString(6);
                    String marks = row.getString(7);
                    identity =
                            new TableIdentity(
                                    row.getLong(3),
                                    false,
                                    key == null ? "" : key,
                                    row.getBoolean(5),
                                    columns == null ? "" : columns,
                                    marks == null ? Set.of() : Set.of(marks.split(" ")),
                                    since,
                                    oldest,
                                    Map.of());
                    identities.put(id, identity);
                }
                long file = row.getLong(8);
                if (!row.wasNull()) {
                    identity.files()
                            .put(
                                    file,
                                    new TableIdentity.File(
                                            row.getString(9),
                                            row.getBoolean(10),
                                            row.getLong(11),
                                            row.getString(12)));
                }
            }
        }
        return identities;
    }
}
