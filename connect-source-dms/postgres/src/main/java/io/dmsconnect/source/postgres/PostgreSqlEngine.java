// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.connect.LoggedShape;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.CatalogueWatch;
import io.dmsconnect.source.ChangeForm;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.Failures;
import io.dmsconnect.source.Finding;
import io.dmsconnect.source.Followed;
import io.dmsconnect.source.LoadIdentity;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.Resumption;
import io.dmsconnect.source.Slice;
import io.dmsconnect.source.SourceEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.postgresql.replication.LogSequenceNumber;

/**
 * PostgreSQL 13 and newer. Positions in the log are what PostgreSQL prints ({@code 0/16B3748}), the
 * end of the log is the same as a number.
 */
final class PostgreSqlEngine implements SourceEngine {
    private static final String IDENTITY_INDEXES =
            """
            SELECT w.s, w.t FROM unnest(?::text[], ?::text[]) AS w(s, t)
            JOIN pg_namespace n ON n.nspname = w.s
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.t
            WHERE c.relreplident = 'i'
            """;

    /** Knows no table. */
    private static final Followed NOBODY =
            new Followed() {
                @Override
                public Optional<String> identity(TableId table) {
                    return Optional.empty();
                }

                @Override
                public void replaced(TableId table, String why, Predicate<String> settled) {}

                @Override
                public boolean reloads() {
                    return false;
                }
            };

    private final ConnectionInfo info;
    private final LogNames names;
    private final Connections connections;
    private final UnloggedColumns unlogged = new UnloggedColumns();
    private final LoggedTables shapes = new LoggedTables(unlogged);
    private final UntoldChanges untold = new UntoldChanges();
    private final Timeline timeline;

    /** Is the log followed? It does not have generated columns: the load leaves them out, too. */
    private volatile boolean changes;

    PostgreSqlEngine(ConnectionInfo info) {
        this.info = info;
        this.names = LogNames.of(info);
        this.connections = new Connections(info);
        this.timeline = new Timeline(connections);
    }

    private Slot slot() {
        return new Slot(names.slot(), info.settings().fullLoad().transactionConsistencyTimeout());
    }

    @Override
    public List<Finding> check(boolean followed) {
        changes = followed;
        Connection connection = null;
        try {
            connection = connections.open();
            return new ServerCheck(names).server(connection, followed);
        } catch (SQLException e) {
            if (connection == null && !Failures.isRecoverable(e)) {
                return List.of(ServerCheck.refused(e));
            }
            throw Connections.failure("checking the server", e);
        } finally {
            connections.close(connection);
        }
    }

    @Override
    public List<Finding> checkTables(Collection<TableId> selected, boolean followed) {
        changes = followed;
        return connections.with(
                "checking the tables",
                connection -> new ServerCheck(names).tables(connection, selected, followed));
    }

    @Override
    public List<TableId> tables() {
        return connections.with("reading the catalogue", PgCatalogue::tables);
    }

    @Override
    public List<TableId> views() {
        return connections.with("reading the catalogue", PgCatalogue::views);
    }

    @Override
    public Map<TableId, String> unusable() {
        return connections.with("reading the catalogue", PgCatalogue::unusable);
    }

    @Override
    public Map<TableId, Table> describe(Collection<TableId> tables) {
        return connections.with(
                "reading the catalogue",
                connection -> {
                    Map<TableId, Table> described =
                            PgCatalogue.describe(connection, tables, !changes);
                    shapes.sighted(connection, described);
                    return described;
                });
    }

    @Override
    public Optional<Table> logged(TableId table, LoggedShape shape) {
        Optional<Table> told =
                connections.with(
                        "reading the catalogue",
                        connection ->
                                Consistently.read(
                                        connection,
                                        () -> shapes.at(connection, table, shape, untold)));
        if (told.isEmpty()) {
            untold.leaveOut(table, shape);
        }
        return told;
    }

    @Override
    public SecondaryObjects secondaryObjects(TableId table) {
        return connections.with(
                "reading the catalogue",
                connection -> new PgObjects(connection, table, changes).read());
    }

    @Override
    public Map<TableId, Long> estimatedRows(Collection<TableId> tables) {
        return connections.with(
                "reading statistics", connection -> PgCatalogue.estimatedRows(connection, tables));
    }

    @Override
    public String prepareChanges(Collection<TableId> selected) {
        return connections.with(
                "preparing the log",
                connection -> {
                    Optional<String> position = slot().position(connection);
                    publish(connection, selected, position.isPresent());
                    String place =
                            position.isPresent() ? position.get() : slot().create(connections);
                    ServerId server = ServerId.of(connection);
                    return new StartPlace(place, server, SlotCheck.mark(connection)).toString();
                });
    }

    /** Tables first, then the slot: the log then has all changes of all tables. */
    private void publish(Connection connection, Collection<TableId> selected, boolean slotExists)
            throws SQLException {
        Publications publications = new Publications(names);
        if (publications.publish(connection, selected) && slotExists) {
            slot().awaitOlderTransactions(connection, true);
            publications.refresh(connection);
        }
    }

    @Override
    public void resumeChanges(Collection<TableId> selected, String startPosition) {
        connections.with(
                "preparing the log",
                connection -> {
                    slot().existing(connection);
                    StartPlace.parse(startPosition).checkServer(ServerId.of(connection));
                    publish(connection, selected, true);
                    return startPosition;
                });
    }

    @Override
    public Map<TableId, Long> remade(Map<TableId, Long> followed) {
        return connections.with(
                "looking for tables made anew",
                connection -> {
                    Map<TableId, Long> remade = new HashMap<>();
                    new Publications(names)
                            .missing(connection, followed.keySet())
                            .forEach(id -> remade.put(id, followed.get(id) + 1));
                    return remade;
                });
    }

    @Override
    public Map<TableId, String> identities(Collection<TableId> tables) {
        return connections.with(
                "reading the catalogue",
                connection -> {
                    Map<TableId, String> identities = new HashMap<>();
                    TableIdentities.of(connection, tables)
                            .forEach(
                                    (id, identity) ->
                                            identities.put(
                                                    id, unlogged.complete(identity).toString()));
                    return identities;
                });
    }

    @Override
    public Optional<CatalogueWatch> watch() {
        return Optional.of(new PgWatch(connections, names, slot(), unlogged));
    }

    @Override
    public void addTables(Collection<TableId> all) {
        connections.with(
                "publishing new tables",
                connection -> {
                    Publications publications = new Publications(names);
                    publications.publish(connection, all);
                    slot().awaitOlderTransactions(connection, false);
                    publications.refresh(connection);
                    return all;
                });
    }

    @Override
    public ChangeTask changeTask(Collection<TableId> selected, String startPosition) {
        return changeTask(selected, startPosition, NOBODY);
    }

    @Override
    public ChangeTask changeTask(
            Collection<TableId> selected, String startPosition, Followed followed) {
        untold.followedBy(followed);
        shapes.begin();
        List<String> limits = new ArrayList<>();
        Map<TableId, String> keys =
                connections.with(
                        "preparing the log",
                        connection -> {
                            slot().existing(connection);
                            limits.addAll(Connections.limits(connection));
                            return identityKeys(connection, selected);
                        });
        StartPlace start = StartPlace.parse(startPosition);
        return new ChangeTask(
                new ExactTextTask(
                        new FollowedRelations(
                                selected, followed, () -> new RelationCheck(connections, names)),
                        offset -> checkSlot(offset, start),
                        this::lookAtSlot,
                        timeline),
                DebeziumSettings.of(info, names, selected, keys, limits),
                Map.of("server", info.topicPrefix()),
                Map.of("lsn", start.place()));
    }

    /**
     * Does the slot still have everything behind this offset of Debezium's?
     *
     * @return does it have it in another timeline of the server's than before?
     */
    private boolean checkSlot(Map<String, ?> offset, StartPlace start) {
        return connections.with(
                "looking at the slot",
                connection -> {
                    boolean other = timeline.check(connection, offset, start);
                    new SlotCheck(connection, names.slot()).check(offset, start);
                    return other;
                });
    }

    /**
     * @throws io.dmsconnect.core.failure.ReplicationException where it is lost, or gone
     */
    void lookAtSlot() {
        connections.with("looking at the slot", connection -> slot().existing(connection));
    }

    @Override
    public LoadIdentity identify(Table table, String position, String held, String begun) {
        return new LoadIdentity(table, timeline.lastLoad());
    }

    @Override
    public void identified(TableId table, String load) {
        timeline.loaded(load);
    }

    /** Which history of the server the log is of that the task reads. */
    Timeline timeline() {
        return timeline;
    }

    @Override
    public Optional<ChangeForm> changeForm(Table table, String position) {
        List<TableId> only = List.of(table.id());
        Map<TableId, String> keys =
                connections.with(
                        "reading the catalogue", connection -> identityKeys(connection, only));
        Map<String, String> settings = DebeziumSettings.of(info, names, only, keys, List.of());
        return TableForm.of(settings, table);
    }

    @Override
    public boolean isBeyond(Map<String, ?> offset, String logEnd) {
        return offset.get("lsn") instanceof Number lsn
                && !logEnd.isEmpty()
                && Long.compareUnsigned(lsn.longValue(), Long.parseUnsignedLong(logEnd)) >= 0;
    }

    private static Map<TableId, String> identityKeys(
            Connection connection, Collection<TableId> selected) throws SQLException {
        Map<TableId, String> keys = new HashMap<>();
        try (PreparedStatement statement =
                        PgCatalogue.prepare(connection, IDENTITY_INDEXES, selected);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                keys.put(new TableId(rows.getString(1), rows.getString(2)), "");
            }
        }
        Map<TableId, Table> tables =
                PgCatalogue.describe(connection, List.copyOf(keys.keySet()), false);
        // none where the index is gone, or the table
        keys.keySet().retainAll(tables.keySet());
        keys.replaceAll((id, none) -> String.join(",", tables.get(id).primaryKey()));
        keys.values().removeIf(String::isEmpty);
        return keys;
    }

    @Override
    public LoadSnapshot snapshot(int readers) {
        try {
            return new ExportedSnapshot(connections, timeline);
        } catch (SQLException e) {
            throw Connections.failure("taking a snapshot", e);
        }
    }

    /**
     * Each row version says which transaction made it. But a row that is written to another file as
     * it is stays of its transaction, and may be in a block that was read before it came there.
     */
    @Override
    public Resumption resumption(Table table, List<Slice> slices) {
        return table.hasKey() && areAsCut(table, slices)
                ? Resumption.UNFINISHED_AND_CHANGED
                : Resumption.ALL;
    }

    private boolean areAsCut(Table table, List<Slice> slices) {
        return connections.with(
                "reading the catalogue",
                connection -> {
                    for (Slice slice : slices) {
                        if (!BlockSlices.isAsCut(connection, table, slice)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    @Override
    public Optional<String> logEnd() {
        return connections.with(
                "reading the log's end",
                connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery("SELECT pg_current_wal_lsn()")) {
                        row.next();
                        long end = LogSequenceNumber.valueOf(row.getString(1)).asLong();
                        return Optional.of(Long.toUnsignedString(end));
                    }
                });
    }

    @Override
    public void close() {
        connections.close();
    }
}
