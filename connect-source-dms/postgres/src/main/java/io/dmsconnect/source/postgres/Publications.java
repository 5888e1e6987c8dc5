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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the publications of a task. One has the inserts and truncations of all tables, the other
 * one the updates and deletes of those whose rows the log identifies: PostgreSQL refuses updates
 * and deletes of other tables in it, to the application that does them.
 *
 * <p>To publish a table locks it against other statements that alter it, not against reading and
 * writing. No table's lock is waited for while another one's is held, and none for long.
 */
final class Publications {
    private static final Logger LOG = LoggerFactory.getLogger(Publications.class);

    /** Tables that a publication names one by one. */
    private static final String OF_NAMED =
            """
            FROM pg_publication p
            JOIN pg_publication_rel r ON r.prpubid = p.oid
            JOIN pg_class c ON c.oid = r.prrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE p.pubname = ?
            """;

    private static final String MEMBERS =
            "SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) " + OF_NAMED;

    /** Waits for whoever has a lock on one of the tables, such as an ALTER TABLE. */
    private static final String VISIBLE =
            "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?";

    /** The same of publications that are ours, which name their tables one by one. */
    private static final String NAMED = "SELECT n.nspname, c.relname " + OF_NAMED;

    private static final String OPTIONS =
            """
            SELECT concat_ws(', ', CASE WHEN pubinsert THEN 'insert' END,
                CASE WHEN pubupdate THEN 'update' END, CASE WHEN pubdelete THEN 'delete' END,
                CASE WHEN pubtruncate THEN 'truncate' END)
            FROM pg_publication WHERE pubname = ?
            """;

    private static final String INSERTS = "insert, truncate";
    private static final String CHANGES = "update, delete";

    /** Statements that go to the server together, each a transaction of its own. */
    private static final int TOGETHER = 50;

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
        Connections.waitShortly(connection);
        try {
            // what an older version made publishes all changes in one of the two: the other first
            boolean changed =
                    publish(connection, names.insertsPublication(), tables.logged(), INSERTS);
            changed |= publish(connection, names.publication(), tables.identified(), CHANGES);
            return changed;
        } catch (SQLException e) {
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
            if (Connections.isLockTimeout(e)) {
                throw new ReplicationException(
                        FailureKind.RECOVERABLE,
                        "publication " + names.publication(),
                        "a table cannot be published while another session alters it, vacuums it"
                                + " or makes an index: "
                                + e.getMessage(),
                        e);
            }
            if (isGone(e)) {
                throw new ReplicationException(
                        FailureKind.RECOVERABLE,
                        "publication " + names.publication(),
                        "a table was dropped or renamed just before it was published: "
                                + e.getMessage(),
                        e);
            }
            throw e;
        } finally {
            Connections.waitForEver(connection);
        }
    }

    private void checkGiven(Connection connection, Collection<TableId> selected)
            throws SQLException {
        Set<TableId> missing = new TreeSet<>(selected);
        missing.removeAll(visible(connection, names.publication()));
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
            Connection connection, String name, Map<Long, String> wanted, String operations)
            throws SQLException {
        String options = options(connection, name);
        boolean changed = !operations.equals(options);
        try (Statement statement = connection.createStatement()) {
            if (options == null) {
                statement.execute(
                        "CREATE PUBLICATION "
                                + Sql.quote(name)
                                + " WITH (publish = '"
                                + operations
                                + "', publish_via_partition_root = true)");
            }
        }
        Map<Long, String> extra = members(connection, name);
        Map<Long, String> missing = new LinkedHashMap<>(wanted);
        missing.keySet().removeAll(extra.keySet());
        extra.keySet().removeAll(wanted.keySet());
        Map<Long, String> filtered = new AlteredPublications(connection, names).filtered(name);
        filtered.keySet().retainAll(wanted.keySet());
        missing.putAll(filtered);
        execute(connection, alter(name, "DROP", filtered.values()));
        execute(connection, alter(name, "ADD", missing.values()));
        execute(connection, alter(name, "DROP", extra.values()));
        if (options != null && changed && !wanted.isEmpty()) {
            set(connection, name, operations);
        }
        return changed || !missing.isEmpty();
    }

    private static List<String> alter(String name, String verb, Collection<String> tables) {
        return tables.stream()
                .map(table -> alter(name) + " " + verb + " TABLE ONLY " + table)
                .toList();
    }

    /** One transaction for each: whoever waits for a table's lock must not hold another one's. */
    private static void execute(Connection connection, List<String> statements)
            throws SQLException {
        for (int i = 0; i < statements.size(); i += TOGETHER) {
            List<String> some = statements.subList(i, Math.min(i + TOGETHER, statements.size()));
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN;" + String.join(";COMMIT;BEGIN;", some) + ";COMMIT");
            } catch (SQLException e) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("ROLLBACK");
                }
                throw e;
            }
        }
    }

    private static void set(Connection connection, String name, String operations)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(alter(name) + " SET (publish = '" + operations + "')");
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
        set(connection, names.publication(), CHANGES);
        set(connection, names.insertsPublication(), INSERTS);
    }

    /**
     * Publishes no updates and deletes of tables any longer of which the server refuses them for
     * that. Tried again with the next look where a lock is not to be had at once.
     */
    void protect(Connection connection) throws SQLException {
        if (!names.isPublicationOurs()) {
            return;
        }
        for (String table : TableIdentities.exposed(connection, names.publication())) {
            try {
                execute(connection, alter(names.publication(), "DROP", List.of(table)));
                LOG.warn(
                        "Updates and deletes of {} are published no longer: the server would refuse"
                                + " them, since the table has lost its primary key or replica identity",
                        table);
            } catch (SQLException e) {
                if (!Connections.isLockTimeout(e) && !isGone(e)) {
                    throw e;
                }
                LOG.debug("{} stays published until the next look", table, e);
            }
        }
    }

    /** Are updates and deletes of all of the table published? */
    boolean hasChanges(Connection connection, TableIdentity table) throws SQLException {
        Set<Long> changes = members(connection, names.publication()).keySet();
        Set<Long> files = table.files().keySet();
        return changes.contains(table.oid()) || !files.isEmpty() && changes.containsAll(files);
    }

    /** No such table, or schema, or member of the publication. */
    private static boolean isGone(SQLException failure) {
        return List.of("42P01", "3F000", "42704").contains(failure.getSQLState());
    }

    private static String alter(String name) {
        return "ALTER PUBLICATION " + Sql.quote(name);
    }

    /** Null where there is no such publication. */
    private static String options(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OPTIONS)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** Tables that are in any of our publications already. */
    Set<TableId> members(Connection connection) throws SQLException {
        Set<TableId> members = new HashSet<>();
        for (String name : names.publications()) {
            members.addAll(visible(connection, name));
        }
        return members;
    }

    /**
     * Of these tables those that are there but of which a part of the changes, or all, has not been
     * published: they left a publication, or were identified later.
     */
    Set<TableId> missing(Connection connection, Collection<TableId> tables) throws SQLException {
        if (!names.isPublicationOurs()) {
            return Set.of();
        }
        Set<Long> changes = members(connection, names.publication()).keySet();
        Set<Long> all = new HashSet<>(members(connection, names.insertsPublication()).keySet());
        all.addAll(changes);
        Set<TableId> missing = new TreeSet<>();
        Set<TableId> unlogged = PublishedTables.unlogged(connection, tables);
        TableIdentities.of(connection, tables)
                .forEach(
                        (id, table) -> {
                            boolean whole =
                                    changes.contains(table.oid())
                                            || changes.containsAll(
                                                    PublishedTables.identified(id, table).keySet());
                            if (!unlogged.contains(id) && !(whole && all.contains(table.oid()))) {
                                missing.add(id);
                            }
                        });
        return missing;
    }

    private static Map<Long, String> members(Connection connection, String name)
            throws SQLException {
        Map<Long, String> members = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(MEMBERS)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    members.put(rows.getLong(1), rows.getString(2));
                }
            }
        }
        return members;
    }

    private Set<TableId> visible(Connection connection, String name) throws SQLException {
        Set<TableId> members = new HashSet<>();
        String sql = names.isPublicationOurs() ? NAMED : VISIBLE;
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
}
