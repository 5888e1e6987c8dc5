// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.Excerpt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What a table has beside its columns and its key. */
final class PgObjects {
    /** The family of SQL in what this reads. */
    static final String ENGINE = "postgres";

    /** Backslashes in literals are then themselves, whatever the role's settings say. */
    private static final String OID =
            """
            SELECT c.oid, set_config('standard_conforming_strings', 'on', false)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
            """;

    /** With the sequence of an identity, or the one sequence that a default names. */
    private static final String COLUMNS =
            """
            SELECT a.attname, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid),
              format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL), sn.nspname, sc.relname,
              format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqstart,
              s.seqcache, s.seqcycle, EXISTS (SELECT FROM pg_depend p
                WHERE p.classid = 'pg_class'::regclass AND p.objid = s.seqrelid
                  AND p.refclassid = 'pg_class'::regclass AND p.refobjid = a.attrelid
                  AND p.refobjsubid = a.attnum AND p.deptype IN ('a', 'i'))
            FROM pg_attribute a
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN LATERAL (
              SELECT min(p.objid) AS oid FROM pg_depend p
              WHERE a.attidentity <> '' AND p.classid = 'pg_class'::regclass
                AND p.refclassid = 'pg_class'::regclass AND p.refobjid = a.attrelid
                AND p.refobjsubid = a.attnum AND p.deptype = 'i'
              UNION ALL
              SELECT min(p.refobjid) FROM pg_depend p
              JOIN pg_class c ON c.oid = p.refobjid AND c.relkind = 'S'
              WHERE a.attidentity = '' AND p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid
                AND p.refclassid = 'pg_class'::regclass) q ON q.oid IS NOT NULL
            LEFT JOIN pg_sequence s ON s.seqrelid = q.oid
            LEFT JOIN pg_class sc ON sc.oid = s.seqrelid
            LEFT JOIN pg_namespace sn ON sn.oid = sc.relnamespace
            WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
              AND (d.oid IS NOT NULL OR a.attidentity <> '')
            ORDER BY a.attnum
            """;

    private static final String LEFTOVERS =
            """
            SELECT 'check constraint', k.conname, 'check constraints are not carried over: ',
              pg_get_constraintdef(k.oid)
            FROM pg_constraint k WHERE k.conrelid = ? AND k.contype = 'c'
            UNION ALL
            SELECT 'trigger', g.tgname, 'triggers are not carried over: ', pg_get_triggerdef(g.oid)
            FROM pg_trigger g WHERE g.tgrelid = ? AND NOT g.tgisinternal
            UNION ALL
            SELECT 'rule', r.rulename, 'rules are not carried over: ', pg_get_ruledef(r.oid)
            FROM pg_rewrite r WHERE r.ev_class = ? AND r.rulename <> '_RETURN'
            UNION ALL
            SELECT 'row-level security policy', p.polname,
              'policies of row-level security are not carried over: ',
              coalesce('USING (' || pg_get_expr(p.polqual, p.polrelid) || ') ', '')
                || coalesce('WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
            FROM pg_policy p WHERE p.polrelid = ?
            ORDER BY 1, 2
            """;

    private final Connection connection;
    private final TableId table;
    private final boolean changes;
    private final List<ColumnDefault> defaults = new ArrayList<>();
    private final List<Numbering> numberings = new ArrayList<>();
    private final List<Leftover> leftovers = new ArrayList<>();

    /**
     * @param changes is the log followed?
     */
    PgObjects(Connection connection, TableId table, boolean changes) {
        this.changes = changes;
        this.connection = connection;
        this.table = table;
    }

    SecondaryObjects read() throws SQLException {
        OptionalLong oid = oid();
        if (oid.isEmpty()) {
            return SecondaryObjects.NONE;
        }
        PgIndexes indexes = new PgIndexes(connection, oid.getAsLong());
        PgForeignKeys foreignKeys = new PgForeignKeys(connection, oid.getAsLong());
        indexes.read();
        foreignKeys.read();
        readColumns(oid.getAsLong());
        readLeftovers(oid.getAsLong());
        leftovers.addAll(0, foreignKeys.leftovers());
        leftovers.addAll(0, indexes.leftovers());
        return new SecondaryObjects(
                indexes.indexes(), foreignKeys.foreignKeys(), defaults, numberings, leftovers);
    }

    private OptionalLong oid() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OID)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private void readColumns(long oid) throws SQLException {
        List<PgSequence> sequences = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String column = row.getString(1);
                    String expression = row.getString(4);
                    boolean identity = !row.getString(2).isEmpty();
                    if (!row.getString(3).isEmpty()) {
                        leave(
                                "generated column",
                                column,
                                changes
                                        ? "left out, since the log does not have its values: "
                                        : "the target gets the values, but does not compute them: ",
                                expression);
                    } else if (row.getString(7) != null
                            && (identity || PgDefaults.isNextValue(expression))) {
                        sequences.add(sequence(row, identity));
                    } else if (!identity && expression != null) {
                        PgDefaults.of(column, row.getString(5), expression)
                                .ifPresent(defaults::add);
                    }
                }
            }
        }
        for (PgSequence sequence : sequences) {
            sequence.numbering(connection, table)
                    .ifPresentOrElse(numberings::add, () -> leaveUnread(sequence));
        }
    }

    private static PgSequence sequence(ResultSet row, boolean identity) throws SQLException {
        return new PgSequence(
                row.getString(1),
                new TableId(row.getString(6), row.getString(7)),
                identity,
                row.getString(2).equals("a"),
                row.getBoolean(15),
                new PgSequence.Options(
                        row.getString(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getLong(12),
                        row.getLong(13),
                        row.getBoolean(14)));
    }

    private void leaveUnread(PgSequence sequence) {
        leave(
                "numbering",
                sequence.column(),
                "the user may read neither the sequence nor the column: ",
                Sql.quote(sequence.name()));
    }

    private void readLeftovers(long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LEFTOVERS)) {
            for (int i = 1; i <= 4; i++) {
                statement.setLong(i, oid);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    leave(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
                }
            }
        }
    }

    private void leave(String kind, String name, String reason, String text) {
        leftovers.add(new Leftover(kind, name, reason + Excerpt.of(text)));
    }
}
