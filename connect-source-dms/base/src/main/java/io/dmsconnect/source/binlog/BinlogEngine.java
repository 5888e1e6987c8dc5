// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.connect.LoggedShape;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.ChangeForm;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.Failures;
import io.dmsconnect.source.Finding;
import io.dmsconnect.source.LoadIdentity;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.Resumption;
import io.dmsconnect.source.Slice;
import io.dmsconnect.source.SourceEngine;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceTask;

/**
 * MySQL or MariaDB, without the part that knows Debezium. Places in the log are {@code
 * binlog:<file>:<offset>}; so is the end of the log.
 */
public abstract class BinlogEngine implements SourceEngine {
    /** What Debezium writes in place of a value it does not have. */
    private static final int DEFAULT_LOCK_SECONDS = 60;

    private final ConnectionInfo info;
    private final Flavour flavour;
    private final BinlogConnections connections;
    private final LostChanges lost;
    private final Map<String, PairCharset> pairCharsets = new ConcurrentHashMap<>();
    private final ShapeHistory history;

    /** Tables to be read from the last snapshot, as they were before it was taken. */
    private volatile Map<TableId, Table> beforeSnapshot = Map.of();

    /**
     * @param driver MariaDB's, which both servers understand
     */
    protected BinlogEngine(ConnectionInfo info, Flavour flavour, Driver driver) {
        this.info = info;
        this.flavour = flavour;
        this.connections = new BinlogConnections(info, flavour, driver);
        this.history = new ShapeHistory(info.topicPrefix(), info.schemas(), this::definitions);
        this.lost =
                new LostChanges(
                        history,
                        () -> connections.with("looking at the settings", ServerCheck::notInRows),
                        table ->
                                connections.with(
                                        "reading the catalogue",
                                        connection ->
                                                BinlogCatalogue.writesOthers(connection, table)),
                        table ->
                                connections.with(
                                        "reading the catalogue",
                                        connection -> BinlogCatalogue.hashes(connection, table)));
    }

    protected final ConnectionInfo info() {
        return info;
    }

    @Override
    public final List<Finding> check(boolean changes) {
        Connection connection = null;
        try {
            connection = connections.open();
            return new ServerCheck(flavour).server(connection, changes);
        } catch (SQLException e) {
            if (connection == null && !Failures.isRecoverable(e)) {
                return List.of(ServerCheck.refused(e));
            }
            throw BinlogConnections.failure("checking the server", e);
        } finally {
            connections.close(connection);
        }
    }

    @Override
    public final List<Finding> checkTables(Collection<TableId> selected, boolean changes) {
        return connections.with(
                "checking the tables",
                connection -> new TableCheck(connection, selected).findings(flavour, changes));
    }

    @Override
    public final List<TableId> tables() {
        return connections.with("reading the catalogue", BinlogCatalogue::tables);
    }

    @Override
    public final List<TableId> views() {
        return connections.with("reading the catalogue", BinlogCatalogue::views);
    }

    @Override
    public final Map<TableId, String> unusable() {
        return connections.with("reading the catalogue", BinlogCatalogue::unusable);
    }

    @Override
    public final Map<TableId, String> unfollowable() {
        return connections.with("reading the catalogue", BinlogCatalogue::unfollowable);
    }

    @Override
    public final Map<TableId, Table> describe(Collection<TableId> tables) {
        return connections.with(
                "reading the catalogue",
                connection -> BinlogCatalogue.describe(connection, flavour, tables));
    }

    @Override
    public final SecondaryObjects secondaryObjects(TableId table) {
        return connections.with(
                "reading the catalogue",
                connection -> new BinlogObjects(connection, flavour, table).read());
    }

    @Override
    public final Map<TableId, Long> estimatedRows(Collection<TableId> tables) {
        return connections.with(
                "reading statistics",
                connection -> BinlogCatalogue.estimatedRows(connection, tables));
    }

    @Override
    public final String prepareChanges(Collection<TableId> selected) {
        return connections.with(
                "reading the log's end",
                connection -> new ShapeReader(connection, flavour, info.schemas()).read().format());
    }

    @Override
    public final void resumeChanges(Collection<TableId> selected, String startPosition) {
        // what the log must still hold is up to how far it was read, which Debezium's task checks
        StartPoint.parse(startPosition);
    }

    @Override
    public final Map<TableId, Long> remade(Map<TableId, Long> followed) {
        Map<TableId, Long> remade = new HashMap<>();
        followed.forEach(
                (id, generation) -> {
                    long wanted = history.dropped(id) + 1;
                    if (wanted > Math.max(generation, 1)) {
                        remade.put(id, wanted);
                    }
                });
        return remade;
    }

    @Override
    public final boolean isPast(TableId table, long generations, Supplier<String> position) {
        return history.isRemade(table)
                && LogCoordinates.parse(position.get())
                        .map(at -> history.isPast(table, generations, at))
                        .orElse(false);
    }

    @Override
    public final LoadIdentity identify(Table table, String position, String held, String begun) {
        Table before = beforeSnapshot.get(table.id());
        if (before != null && !before.equals(table)) {
            // the log may not be read so far yet, and the snapshot has rows of another shape
            throw Identities.altered(table.id());
        }
        Optional<LogCoordinates> at = LogCoordinates.parse(position);
        if (at.isEmpty()) {
            return new LoadIdentity(table, begun);
        }
        LoadedShape shape =
                history.load(
                        table.id(),
                        table.columns().stream().map(Column::name).toList(),
                        at.get(),
                        LogCoordinates.parse(held).orElse(at.get()),
                        LoadedShape.parse(begun).orElse(null));
        return new LoadIdentity(
                new Table(
                        table.id(),
                        table.columns().stream()
                                .map(column -> column.identified(shape.columns().id(column.name())))
                                .toList(),
                        table.primaryKey(),
                        table.storage()),
                shape.write());
    }

    @Override
    public final Optional<Table> logged(TableId id, LoggedShape shape) {
        Optional<LoggedTable> logged =
                history.logged(id, shape.columns(), LogCoordinates.parse(shape.position()));
        return logged.map(
                then -> PresentTypes.of(then, history.last(id), id, describe(List.of(id)).get(id)));
    }

    @Override
    public final void identified(TableId table, String identities) {
        LoadedShape.parse(identities).ifPresent(shape -> history.loaded(table, shape));
    }

    @Override
    public final void addTables(Collection<TableId> all) {
        // the log has all tables; a transaction may be in it before the tables show it
        try {
            Thread.sleep(SnapshotConnections.LOG_AHEAD_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplicationException(
                    FailureKind.RECOVERABLE, "taking in new tables", "interrupted", e);
        }
    }

    @Override
    public final ChangeTask changeTask(Collection<TableId> selected, String startPosition) {
        StartPoint start = StartPoint.parse(startPosition);
        history.begin(start, selected);
        Map<String, String> config = new HashMap<>(settings(selected));
        String topic =
                config.getOrDefault("topic.heartbeat.prefix", "__debezium-heartbeat")
                        + "."
                        + info.topicPrefix();
        SourceTask task =
                new HistoryTask(debeziumTask(history, lost), history, topic, info.topicPrefix());
        return new ChangeTask(
                task, config, Map.of("server", info.topicPrefix()), firstOffset(start.at()));
    }

    @Override
    public final Optional<ChangeForm> changeForm(Table table, String position) {
        String definition = definitions(List.of(table.id())).get(table.id());
        if (definition == null) {
            return Optional.empty();
        }
        Map<String, String> settings = settings(List.of(table.id()));
        Optional<LogCoordinates> at = LogCoordinates.parse(position);
        Map<String, Object> source = new HashMap<>();
        source.put("snapshot", "true");
        source.put("name", info.topicPrefix());
        source.put("db", table.id().schema());
        source.put("table", table.id().name());
        source.put("server_id", 0L);
        source.put("file", at.map(LogCoordinates::file).orElse(""));
        source.put("pos", at.map(LogCoordinates::offset).orElse(0L));
        source.put("row", 0);
        return Optional.of(
                debeziumForm(
                        new TableShape(
                                settings,
                                table,
                                definition,
                                new ShapeHistory(
                                        info.topicPrefix(), info.schemas(), this::definitions),
                                source)));
    }

    @Override
    public final boolean isBeyond(Map<String, ?> offset, String logEnd) {
        Optional<LogCoordinates> end = LogCoordinates.parse(logEnd);
        return end.isPresent()
                && offset.get("file") instanceof String file
                && offset.get("pos") instanceof Number place
                && !new LogCoordinates(file, place.longValue(), "").isBefore(end.get());
    }

    /** What Debezium makes of the rows of a table. */
    protected abstract ChangeForm debeziumForm(TableShape shape);

    /** Of character sets with one byte a character: the 256 characters. */
    protected final Map<String, String> byteCharsets() {
        return connections.with("reading character sets", ByteCharsets::read);
    }

    /**
     * What the bytes of an Asian character set stand for.
     *
     * @param java Java's set that is next to it
     */
    protected final PairCharset pairCharset(String name, Charset java) {
        return pairCharsets.computeIfAbsent(
                name,
                unread ->
                        connections.with(
                                "reading character sets",
                                connection -> PairCharset.read(connection, name, java)));
    }

    /**
     * Debezium's task.
     *
     * @param shapes keeps the shapes of tables
     * @param lost is told of changes that the log does not say
     */
    protected abstract SourceTask debeziumTask(ShapeHistory shapes, LostChanges lost);

    /** Settings of Debezium's task that differ between the two. */
    protected abstract Map<String, String> ownSettings();

    private Map<String, String> settings(Collection<TableId> selected) {
        Map<String, String> settings = new HashMap<>(BinlogSettings.of(info, selected));
        settings.putAll(ownSettings());
        settings.putAll(info.debezium());
        return settings;
    }

    private static Map<String, Object> firstOffset(LogCoordinates at) {
        Map<String, Object> offset = new HashMap<>();
        offset.put("file", at.file());
        offset.put("pos", at.offset());
        if (!at.gtids().isEmpty()) {
            offset.put("gtids", at.gtids());
        }
        return offset;
    }

    private Map<TableId, String> definitions(Collection<TableId> tables) {
        return connections.with(
                "reading the catalogue",
                connection -> {
                    Map<TableId, String> definitions = new HashMap<>();
                    for (TableId table : tables) {
                        String definition = BinlogCatalogue.definition(connection, table);
                        if (definition != null) {
                            definitions.put(table, definition);
                        }
                    }
                    return definitions;
                });
    }

    /** Slices by the key, or by partitions, whose columns are part of every key. */
    @Override
    public final Resumption resumption(Table table, List<Slice> slices) {
        boolean resumes =
                table.hasKey()
                        && TableSlices.areByKey(slices)
                        && connections.with(
                                "reading the catalogue",
                                connection -> TableSlices.areAsCut(connection, table, slices));
        return resumes ? Resumption.UNFINISHED : Resumption.ALL;
    }

    @Override
    public final LoadSnapshot snapshot(int readers, Collection<TableId> tables) {
        beforeSnapshot = describe(tables);
        return snapshot(readers);
    }

    @Override
    public final LoadSnapshot snapshot(int readers) {
        history.snapshot();
        try {
            int seconds = info.settings().fullLoad().transactionConsistencyTimeout();
            int lockSeconds =
                    seconds > 0 ? Math.min(seconds, DEFAULT_LOCK_SECONDS) : DEFAULT_LOCK_SECONDS;
            return new BinlogSnapshot(
                    connections,
                    new SnapshotConnections(connections, flavour, lockSeconds).open(readers),
                    flavour);
        } catch (SQLException e) {
            throw BinlogConnections.failure("taking a snapshot", e);
        }
    }

    @Override
    public final Optional<String> logEnd() {
        return connections.with(
                "reading the log's end",
                connection -> LogCoordinates.end(connection, flavour).map(LogCoordinates::text));
    }

    @Override
    public void close() {
        connections.close();
    }
}
