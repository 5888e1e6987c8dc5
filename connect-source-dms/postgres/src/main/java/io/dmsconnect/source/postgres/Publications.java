// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.Finding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Keeps the publications of a task: who is in which, and what each publishes. */
final class Publications {
    private static final String MEMBERS =
            """
            SELECT n.nspname, c.relname
            FROM pg_publication p
            JOIN pg_publication_rel r ON r.prpubid = p.oid
            JOIN pg_class c ON c.oid = r.prrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE p.pubname = ?
            """;
    private static final String VISIBLE =
            "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?";

    private static final String ALL = "insert, update, delete, truncate";
    private static final String INSERTS = "insert, truncate";

    private final LogNames names;

    Publications(LogNames names) {
        this.names = names;
    }

    /**
     * Makes the publications hold these tables.
     *
     * @return true where something had to be done
     */
    boolean publish(Connection connection, Collection<TableId> selected) throws SQLException {
        if (!names.isPublicationOurs()) {
            checkGiven(connection, selected);
            return false;
        }
        PublishedTables tables = PublishedTables.of(connection, selected);
        connection.setAutoCommit(false);
        try {
            boolean changed = publish(connection, names.publication(), tables.whole(), ALL);
            changed |=
                    publish(connection, names.insertsPublication(), tables.insertsOnly(), INSERTS);
            connection.commit();
            return changed;
        } catch (SQLException e) {
            connection.rollback();
            if ("42501".equals(e.getSQLState())) {
                throw new ReplicationException(
                        FailureKind.CONFIGURATION,
                        "publication " + names.publication(),
                        e.getMessage()
                                + ". The user has to own the tables and may need GRANT CREATE ON"
                                + " DATABASE; or let an owner create a publication of the tables and"
                                + " name it in debezium.publication.name",
                        e);
            }
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void checkGiven(Connection connection, Collection<TableId> selected)
            throws SQLException {
        Set<TableId> missing = new TreeSet<>(selected);
        missing.removeAll(members(connection, VISIBLE, names.publication()));
        missing.removeAll(PublishedTables.of(connection, selected).unlogged());
        if (!missing.isEmpty()) {
            throw new ReplicationException(
                    FailureKind.CONFIGURATION,
                    "publication " + names.publication(),
                    "does not exist, or lacks the tables "
                            + Finding.named(missing)
                            + "; add them with ALTER PUBLICATION ... ADD TABLE, and for partitioned"
                            + " tables set publish_via_partition_root = true");
        }
    }

    private boolean publish(
            Connection connection, String name, Set<TableId> wanted, String operations)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean changed = false;
            if (!exists(connection, name)) {
                statement.execute(
                        "CREATE PUBLICATION "
                                + Sql.quote(name)
                                + " WITH (publish = '"
                                + operations
                                + "', publish_via_partition_root = true)");
                changed = true;
            }
            Set<TableId> members = members(connection, MEMBERS, name);
            Set<TableId> extra = new LinkedHashSet<>(members);
            extra.removeAll(wanted);
            Set<TableId> missing = new LinkedHashSet<>(wanted);
            missing.removeAll(members);
            if (!extra.isEmpty()) {
                statement.execute(alter(name) + " DROP TABLE " + list(extra));
            }
            if (!missing.isEmpty()) {
                statement.execute(alter(name) + " ADD TABLE " + list(missing));
                changed = true;
            }
            return changed;
        }
    }

    /**
     * Lets the sender of the log look again who is published. Some servers forget to do so for as
     * long as they send transactions that are older than a table's publication.
     */
    void refresh(Connection connection) throws SQLException {
        if (!names.isPublicationOurs()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(alter(names.publication()) + " SET (publish = '" + ALL + "')");
            statement.execute(
                    alter(names.insertsPublication()) + " SET (publish = '" + INSERTS + "')");
        }
    }

    private static String alter(String name) {
        return "ALTER PUBLICATION " + Sql.quote(name);
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT FROM pg_publication WHERE pubname = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Tables that are in any of our publications already. */
    Set<TableId> members(Connection connection) throws SQLException {
        Set<TableId> members = new HashSet<>();
        for (String name : names.publications()) {
            members.addAll(members(connection, VISIBLE, name));
        }
        return members;
    }

    /** Of these tables those that are there but in none of our publications: they left them. */
    Set<TableId> missing(Connection connection, Collection<TableId> tables) throws SQLException {
        if (!names.isPublicationOurs()) {
            return Set.of();
        }
        Set<TableId> missing = new TreeSet<>(tables);
        missing.removeAll(members(connection));
        if (!missing.isEmpty()) {
            PublishedTables present = PublishedTables.of(connection, List.copyOf(missing));
            missing.removeIf(
                    id -> !present.whole().contains(id) && !present.insertsOnly().contains(id));
        }
        return missing;
    }

    private static Set<TableId> members(Connection connection, String sql, String name)
            throws SQLException {
        Set<TableId> members = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    members.add(new TableId(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return members;
    }

    private static String list(Collection<TableId> tables) {
        return tables.stream().map(id -> "ONLY " + Sql.quote(id)).collect(Collectors.joining(", "));
    }
}
