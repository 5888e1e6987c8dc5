// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.TableStanding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has become of a table that is followed. What changed its rows without telling the log, and
 * what makes changes of now something else than those before, has it loaded anew.
 */
final class TableComparison {
    /** Rows that are looked at to see whether a file has any that are old. */
    private static final int SAMPLE = 2000;

    private enum Rows {
        NONE,
        NEW,
        OLD
    }

    private final Connection connection;
    private final boolean isPublicationOurs;

    TableComparison(Connection connection, boolean isPublicationOurs) {
        this.connection = connection;
        this.isPublicationOurs = isPublicationOurs;
    }

    /**
     * @param now null where there is no such table any more
     * @return empty where it is what it was
     */
    Optional<TableStanding> compare(TableId id, TableIdentity known, TableIdentity now)
            throws SQLException {
        if (now == null) {
            return known.isGone()
                    ? Optional.empty()
                    : Optional.of(TableStanding.accepted(known.gone().toString()));
        }
        TableIdentity same = now.knownSince(known.since());
        boolean lost = known.isLost() || known.isIdentified() && isPublicationOurs;
        if (lost && !now.isIdentified() && known.oid() == now.oid()) {
            // what else has become of it is of no account: it is loaded anew, whatever comes
            return Optional.of(TableStanding.unfollowed(known.lost().toString(), unfollowed(id)));
        }
        Optional<String> why = replaced(known, now);
        if (why.isPresent()) {
            return Optional.of(TableStanding.replaced(now.toString(), why.get()));
        }
        if (known.files().keySet().equals(now.files().keySet())
                && known.covers() == now.covers()
                && known.isIdentified() == now.isIdentified()
                && nodes(known).equals(nodes(now))
                && known.columns().equals(now.columns())) {
            return Optional.empty();
        }
        return Optional.of(TableStanding.accepted(same.toString()));
    }

    private static java.util.List<Long> nodes(TableIdentity table) {
        return table.files().values().stream().map(TableIdentity.File::node).toList();
    }

    private Optional<String> replaced(TableIdentity known, TableIdentity now) throws SQLException {
        if (known.isGone() || known.oid() != now.oid()) {
            return Optional.of("its name stands for another table than before");
        }
        if (!known.isIdentified() && now.isIdentified()) {
            return Optional.of(
                    "the log identifies its rows from now on; updates and deletes of before are"
                            + " missing");
        }
        if (!known.key().equals(now.key())) {
            return Optional.of("its key was changed");
        }
        Optional<String> values = otherValues(known.marks(), now.marks());
        return values.isPresent() ? values : replacedFiles(known, now);
    }

    /** Have rows that were there other values, which the log does not tell? */
    private static Optional<String> otherValues(Set<String> known, Set<String> now) {
        Set<String> gone = new HashSet<>(known);
        gone.removeAll(now);
        Set<String> come = new HashSet<>(now);
        come.removeAll(known);
        if (come.stream().anyMatch(mark -> mark.startsWith("filled."))) {
            return Optional.of(
                    "a column was added with a default, which rows that were there have got without"
                            + " the log telling it");
        }
        if (gone.stream().anyMatch(mark -> mark.startsWith("generated."))) {
            return Optional.of(
                    "a generated column is none any more, and the log has its values now");
        }
        boolean renamed =
                come.stream()
                        .filter(mark -> mark.contains("="))
                        .map(mark -> mark.substring(0, mark.indexOf('=') + 1))
                        .anyMatch(key -> gone.stream().anyMatch(mark -> mark.startsWith(key)));
        return renamed
                ? Optional.of("ALTER TYPE has changed how values of one of its columns are written")
                : Optional.empty();
    }

    private Optional<String> replacedFiles(TableIdentity known, TableIdentity now)
            throws SQLException {
        for (Map.Entry<Long, TableIdentity.File> file : now.files().entrySet()) {
            TableIdentity.File before = known.files().get(file.getKey());
            TableIdentity.File after = file.getValue();
            if (before == null) {
                boolean accepted =
                        isBorn(now, file.getKey(), after)
                                && (now.covers() || !known.isIdentified());
                if (!accepted && after.isIdentified()) {
                    return Optional.of(
                            "a partition was attached, or one was made while the table has no"
                                    + " primary key: "
                                    + after.name());
                }
            } else if (before.node() != after.node() && isOther(known, now, file.getKey(), after)) {
                return Optional.of(
                        now.isPartitioned()
                                ? "a partition was truncated or rewritten: " + after.name()
                                : "it was rewritten by ALTER TABLE, which the log does not tell");
            }
        }
        return now.files().keySet().containsAll(known.files().keySet())
                ? Optional.empty()
                : Optional.of("a partition was dropped or detached");
    }

    /**
     * What a FROM says to read one file's rows; empty where the user may not read all of them.
     * Whoever may read a partitioned table may read all of its rows, and yet none of a partition's
     * by the partition's own name.
     */
    private Optional<String> rowsOf(TableIdentity table, long oid, TableIdentity.File file)
            throws SQLException {
        String readable =
                "has_table_privilege(%1$d::oid, 'SELECT') AND NOT row_security_active(%1$d::oid)";
        String sql =
                ("SELECT %s, %s, pg_get_partition_constraintdef(%d),"
                                + " format('%%I.%%I', n.nspname, c.relname) FROM pg_class c"
                                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = %d")
                        .formatted(
                                readable.formatted(oid),
                                readable.formatted(table.oid()),
                                oid,
                                table.oid());
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                return Optional.empty();
            }
            if (row.getBoolean(1)) {
                return Optional.of("ONLY " + file.name());
            }
            if (oid == table.oid() || !row.getBoolean(2)) {
                return Optional.empty();
            }
            String bounds = row.getString(3);
            return Optional.of(
                    "%s WHERE tableoid = %d%s"
                            .formatted(
                                    row.getString(4), oid, bounds == null ? "" : " AND " + bounds));
        }
    }

    /**
     * Was the partition made as one, or at least without rows? The log has what was written to it
     * since it became one.
     */
    private boolean isBorn(TableIdentity table, long oid, TableIdentity.File file)
            throws SQLException {
        if (file.attached().isEmpty()) {
            return false;
        }
        Optional<String> rows = rowsOf(table, oid, file);
        if (rows.isEmpty()) {
            return false;
        }
        String[] by = file.attached().split(":");
        String sql =
                ("SELECT count(*) FROM (SELECT xmin, cmin FROM %s LIMIT %d) s"
                                + " WHERE s.xmin = '%s'::xid AND s.cmin::text::bigint < %s")
                        .formatted(rows.get(), SAMPLE, by[0], by[1]);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1) == 0;
        }
    }

    /** Has the new file other rows, or other values, than the one before? */
    private boolean isOther(
            TableIdentity known, TableIdentity now, long oid, TableIdentity.File file)
            throws SQLException {
        if (!now.isPartitioned() && known.columns().equals(now.columns())) {
            // TRUNCATE, which is in the log, VACUUM FULL, CLUSTER, SET TABLESPACE
            return false;
        }
        if (now.topColumn() > known.topColumn()) {
            // the mark of a column that came with a default goes when the table is rewritten
            return true;
        }
        Rows rows = rows(rowsOf(now, oid, file), known.oldest());
        return rows == Rows.NEW || (rows == Rows.NONE && now.isPartitioned());
    }

    /**
     * VACUUM FULL and CLUSTER keep who made each row. A row that somebody made before the file was
     * known as another one was therefore not written by an ALTER TABLE or after a TRUNCATE.
     */
    private Rows rows(Optional<String> rows, long oldest) throws SQLException {
        if (rows.isEmpty()) {
            return Rows.NEW; // who loads it is told why not; who has excluded it is not held up
        }
        String sql =
                ("SELECT count(*), count(*) FILTER (WHERE age(s.xmin) > age('%d'::xid)) FROM"
                                + " (SELECT xmin FROM %s LIMIT %d) s")
                        .formatted(oldest & 0xFFFFFFFFL, rows.get(), SAMPLE);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1) == 0 ? Rows.NONE : row.getLong(2) > 0 ? Rows.OLD : Rows.NEW;
        }
    }

    /** What to do about a table whose updates and deletes are no longer in the log. */
    static String unfollowed(TableId id) {
        return "its updates and deletes are no longer in the log, since it has lost its primary key"
                + " or replica identity (or that is deferrable); only its inserts are followed. Run"
                + " ALTER TABLE "
                + Sql.quote(id)
                + " ADD PRIMARY KEY (...), or ALTER TABLE "
                + Sql.quote(id)
                + " REPLICA IDENTITY FULL (of a partitioned table: of each partition), and start the"
                + " task again if it has stopped: the table is then loaded anew";
    }
}
