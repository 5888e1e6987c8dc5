// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.DmsSourceConfig;
import io.dmsconnect.source.Finding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with a server, a user and tables. Reads only. */
final class ServerCheck {
    private static final String SERVER =
            """
            SELECT current_setting('wal_level'),
              current_setting('max_replication_slots')::int
                - (SELECT count(*) FROM pg_replication_slots),
              current_setting('max_wal_senders')::int - (SELECT count(*) FROM pg_stat_replication),
              EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?),
              r.rolsuper OR r.rolreplication OR EXISTS (SELECT FROM pg_roles g
                WHERE g.rolname = 'rds_replication' AND pg_has_role(r.oid, g.oid, 'MEMBER')),
              r.rolsuper OR has_database_privilege(current_database(), 'CREATE'),
              current_database(), current_user,
              EXISTS (SELECT FROM pg_publication WHERE pubname = ?),
              pg_is_in_recovery(), current_setting('server_version_num')::int
            FROM pg_roles r WHERE r.rolname = current_user
            """;

    private static final String TABLES =
            """
            SELECT w.s, w.t, has_table_privilege(c.oid, 'SELECT'),
              pg_has_role(c.relowner, 'USAGE'), has_schema_privilege(n.oid, 'USAGE')
            FROM unnest(?::text[], ?::text[]) AS w(s, t)
            JOIN pg_namespace n ON n.nspname = w.s
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.t
            """;
    private static final String AMBIGUOUS =
            """
            SELECT DISTINCT w.s, w.t
            FROM unnest(?::text[], ?::text[]) AS w(s, t)
            JOIN pg_namespace n ON n.nspname = w.s
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.t
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            GROUP BY w.s, w.t, lower(a.attname) HAVING count(*) > 1
            """;

    /** Those of which neither a load nor the log has any value. */
    private static final String WITHOUT_COLUMNS =
            """
            SELECT w.s, w.t
            FROM unnest(?::text[], ?::text[]) AS w(s, t)
            JOIN pg_namespace n ON n.nspname = w.s
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.t
            WHERE NOT EXISTS (SELECT 1 FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  AND a.attgenerated = '')
            """;

    private static final int OLDEST = 130_000;

    private final LogNames names;

    ServerCheck(LogNames names) {
        this.names = names;
    }

    /** What a refused connection says, at the key that is most likely wrong. */
    static Finding refused(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String key =
                switch (state) {
                    case "28P01", "28000" -> DmsSourceConfig.USER;
                    case "3D000" -> DmsSourceConfig.DATABASE;
                    default -> DmsSourceConfig.HOSTNAME;
                };
        return Finding.error(key, "cannot connect: " + e.getMessage());
    }

    List<Finding> server(Connection connection, boolean changes) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SERVER)) {
            statement.setString(1, names.slot());
            statement.setString(2, names.publication());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getInt(11) < OLDEST) {
                    findings.add(
                            Finding.error(
                                    DmsSourceConfig.HOSTNAME,
                                    "PostgreSQL 13 or newer is needed; upgrade the server"));
                } else if (changes) {
                    log(row, findings);
                    rights(row, findings);
                }
            }
        }
        return findings;
    }

    private void log(ResultSet row, List<Finding> findings) throws SQLException {
        boolean slotExists = row.getBoolean(4);
        if (!row.getString(1).equals("logical")) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.HOSTNAME,
                            ("wal_level is '%s' but has to be 'logical'; set wal_level = logical (RDS,"
                                            + " Aurora: rds.logical_replication = 1) and restart the"
                                            + " server")
                                    .formatted(row.getString(1))));
        }
        if (!slotExists && row.getInt(2) <= 0) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.HOSTNAME,
                            "no replication slot is free; raise max_replication_slots, or drop a slot"
                                    + " that nobody uses (pg_replication_slots)"));
        }
        if (!slotExists && row.getInt(3) <= 0) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.HOSTNAME,
                            "no WAL sender is free; raise max_wal_senders"));
        }
        if (row.getBoolean(10)) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.HOSTNAME,
                            "the server is a standby, where no publication can be made; connect to the"
                                    + " primary"));
        }
    }

    private void rights(ResultSet row, List<Finding> findings) throws SQLException {
        String user = Sql.quote(row.getString(8));
        if (!row.getBoolean(5)) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.USER,
                            ("the user may not follow the log; run ALTER ROLE %s REPLICATION (RDS,"
                                            + " Aurora: GRANT rds_replication TO %s)")
                                    .formatted(user, user)));
        }
        boolean publicationExists = row.getBoolean(9);
        if (!publicationExists && names.isPublicationOurs() && !row.getBoolean(6)) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.USER,
                            ("the user may not create a publication; run GRANT CREATE ON DATABASE %s TO"
                                            + " %s, or name an existing publication in"
                                            + " debezium.publication.name")
                                    .formatted(Sql.quote(row.getString(7)), user)));
        }
    }

    List<Finding> tables(Connection connection, Collection<TableId> selected, boolean changes)
            throws SQLException {
        Set<TableId> unreadable = new TreeSet<>();
        Set<TableId> foreign = new TreeSet<>();
        try (PreparedStatement statement = PgCatalogue.prepare(connection, TABLES, selected);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                TableId id = new TableId(rows.getString(1), rows.getString(2));
                if (!rows.getBoolean(3) || !rows.getBoolean(5)) {
                    unreadable.add(id);
                }
                if (!rows.getBoolean(4)) {
                    foreign.add(id);
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        if (!unreadable.isEmpty()) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.USER,
                            "the user may not read "
                                    + Finding.named(unreadable)
                                    + "; GRANT USAGE ON SCHEMA and GRANT SELECT ON these tables"));
        }
        if (changes) {
            changes(connection, selected, foreign, findings);
        }
        return findings;
    }

    private void changes(
            Connection connection,
            Collection<TableId> selected,
            Set<TableId> foreign,
            List<Finding> findings)
            throws SQLException {
        foreign.removeAll(new Publications(names).members(connection));
        if (!foreign.isEmpty() && names.isPublicationOurs()) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.USER,
                            "only a table's owner may publish it, and the user does not own "
                                    + Finding.named(foreign)
                                    + "; make the user a member of the owner's role, or name an existing"
                                    + " publication in debezium.publication.name"));
        }
        Set<TableId> ambiguous = those(connection, AMBIGUOUS, selected);
        if (!ambiguous.isEmpty()) {
            findings.add(
                    Finding.error(
                            DmsSourceConfig.TABLE_MAPPINGS,
                            "the log of "
                                    + Finding.named(ambiguous)
                                    + " cannot be followed: columns whose names differ by upper and"
                                    + " lower case only are not told apart; rename one, exclude the"
                                    + " table, or migrate it with full-load"));
        }
        Set<TableId> empty = those(connection, WITHOUT_COLUMNS, selected);
        if (!empty.isEmpty()) {
            findings.add(
                    Finding.warning(
                            DmsSourceConfig.TABLE_MAPPINGS,
                            Finding.named(empty)
                                    + " will be left out: they have no columns, or generated ones"
                                    + " only, which are not in the log"));
        }
        Set<TableId> others = new TreeSet<>(selected);
        others.removeAll(empty);
        PublishedTables tables = PublishedTables.of(connection, others);
        if (!tables.insertsOnly().isEmpty()) {
            findings.add(
                    Finding.warning(
                            DmsSourceConfig.TABLE_MAPPINGS,
                            "updates and deletes of "
                                    + Finding.named(tables.insertsOnly())
                                    + " are not followed: these tables have neither a primary key (one"
                                    + " that is deferrable identifies no row in the log) nor another"
                                    + " replica identity. Add a key, or run ALTER TABLE ... REPLICA"
                                    + " IDENTITY FULL (of a partitioned table: of each partition); such a"
                                    + " table is then loaded anew by itself"));
        }
        if (!tables.unlogged().isEmpty()) {
            findings.add(
                    Finding.warning(
                            DmsSourceConfig.TABLE_MAPPINGS,
                            "changes of "
                                    + Finding.named(tables.unlogged())
                                    + " are not followed: unlogged tables are not in the log; run ALTER"
                                    + " TABLE ... SET LOGGED"));
        }
    }

    private static Set<TableId> those(
            Connection connection, String query, Collection<TableId> selected) throws SQLException {
        Set<TableId> those = new TreeSet<>();
        try (PreparedStatement statement = PgCatalogue.prepare(connection, query, selected);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                those.add(new TableId(rows.getString(1), rows.getString(2)));
            }
        }
        return those;
    }
}
