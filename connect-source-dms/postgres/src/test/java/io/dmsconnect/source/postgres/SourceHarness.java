// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.connect.ChangeCodec;
import io.dmsconnect.core.connect.LargeRowCodec;
import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.event.LargeValue;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.LoadPosition;
import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.source.DmsSourceTask;
import io.dmsconnect.source.EngineType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * Runs the source task as Connect would, with offsets in memory, and reads what it writes as the
 * sink would.
 */
final class SourceHarness implements AutoCloseable {
    /** A batch of a table's load, rows in their order. */
    record Loaded(LoadMessage message, List<Object[]> rows) {}

    private final Map<String, String> properties;
    private final Map<Map<String, ?>, Map<String, Object>> stored = new ConcurrentHashMap<>();
    private final ChangeCodec codec = new ChangeCodec();
    final List<Loaded> loads = new ArrayList<>();
    final List<RowChange> changes = new ArrayList<>();

    /** Records of the changes' topics. */
    final List<SourceRecord> records = new ArrayList<>();

    /** What the task is started with. */
    EngineType engine = PostgreSqlSourceConnector.ENGINE;

    private DmsSourceTask task;
    private ByteArrayOutputStream whole;
    int pieces;
    private long offset;
    private boolean storing = true;

    /**
     * Tells Connect the task that it has stored offsets? A worker that dies has not got round to
     * it.
     */
    boolean committing = true;

    SourceHarness(Map<String, String> properties) {
        this.properties = properties;
    }

    void start() {
        task = new DmsSourceTask(engine) {};
        task.initialize(new Context());
        task.start(properties);
    }

    /** From now on Connect stores no offsets any more: what comes will come again. */
    void storeNothing() {
        storing = false;
    }

    void stop() {
        task.stop();
        storing = true;
    }

    void restart() {
        stop();
        start();
    }

    /** Polls until the condition holds. */
    void until(String what, Duration timeout, BooleanSupplier condition) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + timeout + ": " + what);
            }
            poll();
        }
    }

    void until(String what, BooleanSupplier condition) {
        until(what, Duration.ofMinutes(4), condition);
    }

    /** One poll of Connect's. */
    void poll() {
        try {
            List<SourceRecord> records = task.poll();
            if (records == null) {
                return;
            }
            for (SourceRecord record : records) {
                take(record);
            }
            if (storing && committing) {
                task.commit();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void take(SourceRecord record) throws InterruptedException {
        RecordOrigin origin = new RecordOrigin(record.topic(), 0, offset++);
        if (LoadCodec.isLoadMessage(record.valueSchema())) {
            LoadMessage.Batch batch = LoadCodec.read((byte[]) record.value(), origin);
            List<Object[]> rows = new ArrayList<>();
            batch.rows().forEachRemaining(rows::add);
            if (batch.piece() == null) {
                loads.add(new Loaded(batch.message(), rows));
                whole = null;
            } else {
                piece(batch);
            }
        } else {
            codec.read(record, origin)
                    .ifPresent(
                            change -> {
                                changes.add(change);
                                records.add(record);
                            });
        }
        if (storing) {
            stored.put(record.sourcePartition(), asConnectKeepsIt(record.sourceOffset()));
            task.commitRecord(record, null);
        }
    }

    /** Puts rows together that came in pieces. */
    private void piece(LoadMessage.Batch batch) {
        LoadMessage.Piece piece = batch.piece();
        if (piece.offset() == 0) {
            whole = new ByteArrayOutputStream();
        }
        if (whole == null || whole.size() != piece.offset()) {
            throw new AssertionError("a piece is not where the one before it ended");
        }
        pieces++;
        byte[] bytes = new byte[piece.bytes().remaining()];
        piece.bytes().get(bytes);
        whole.writeBytes(bytes);
        if (!piece.last()) {
            return;
        }
        try {
            Path path = Files.createTempFile("row", ".tmp");
            Files.write(path, whole.toByteArray());
            try (FileChannel file = FileChannel.open(path)) {
                Table table = batch.message().table();
                Object[] row = LargeRowCodec.read(table, file);
                for (int i = 0; i < row.length; i++) {
                    if (row[i] instanceof LargeValue large) {
                        DataType.Kind kind = table.columns().get(i).type().kind();
                        row[i] = large.whole(kind != DataType.Kind.BLOB);
                    }
                }
                loads.add(new Loaded(batch.message().completed(), List.<Object[]>of(row)));
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        whole = null;
    }

    /** JSON knows one kind of integer. */
    private static Map<String, Object> asConnectKeepsIt(Map<String, ?> offset) {
        Map<String, Object> kept = new HashMap<>();
        offset.forEach(
                (key, value) ->
                        kept.put(key, value instanceof Integer i ? Long.valueOf(i) : value));
        return kept;
    }

    /** Is the place stored from where the log is followed? */
    boolean isStarted() {
        return stored.keySet().stream()
                .anyMatch(partition -> "start".equals(partition.get("kind")));
    }

    /** Are all rows of the table's load in Kafka, whatever way they travel? */
    boolean isRead(String table) {
        return stored.entrySet().stream()
                .filter(entry -> table.equals(entry.getKey().get("table")))
                .filter(entry -> !entry.getKey().containsKey("segment"))
                .anyMatch(entry -> "complete".equals(entry.getValue().get("state")));
    }

    boolean isLoaded(String table) {
        return last(table, LoadMessage.Type.END).isPresent();
    }

    Optional<Loaded> last(String table, LoadMessage.Type type) {
        return loads.stream()
                .filter(load -> load.message().sourceTable().name().equals(table))
                .filter(load -> load.message().type() == type)
                .reduce((first, second) -> second);
    }

    /** Messages with rows of the load that counts: the last attempt's, in their order. */
    List<Loaded> rowsOf(String table) {
        long attempt = last(table, LoadMessage.Type.END).orElseThrow().message().attempt();
        return loads.stream()
                .filter(load -> load.message().sourceTable().name().equals(table))
                .filter(load -> load.message().attempt() == attempt)
                .filter(load -> load.message().type() == LoadMessage.Type.ROWS)
                .toList();
    }

    /** Rows of the load that counts, without those of segments that were read again. */
    List<Object[]> loadedRows(String table) {
        Map<Integer, List<Object[]>> segments = new LinkedHashMap<>();
        Map<Integer, Long> attempts = new HashMap<>();
        for (Loaded load : rowsOf(table)) {
            LoadMessage.Segment segment = load.message().segment();
            Long former = attempts.put(segment.number(), segment.attempt());
            if (former != null && former < segment.attempt() && segment.kept() == 0) {
                segments.remove(segment.number());
            }
            segments.computeIfAbsent(segment.number(), n -> new ArrayList<>()).addAll(load.rows());
        }
        return segments.values().stream().flatMap(List::stream).toList();
    }

    List<RowChange> changesOf(String table) {
        return changes.stream()
                .filter(change -> change.sourceTable().name().equals(table))
                .toList();
    }

    /** The table as a sink has it: loaded rows, then all changes the load does not hold, by key. */
    Map<Object, Object[]> replica(String table) {
        Map<Object, Object[]> rows = new LinkedHashMap<>();
        Loaded end = last(table, LoadMessage.Type.END).orElseThrow();
        int key = end.message().table().keyIndexes()[0];
        rowsOf(table).forEach(load -> load.rows().forEach(row -> rows.put(row[key], row)));
        LoadPosition position =
                LoadPosition.parse(
                        last(table, LoadMessage.Type.BEGIN).orElseThrow().message().position());
        for (RowChange change : changesOf(table)) {
            if (!position.includes(change.position())) {
                apply(rows, change, change.table().keyIndexes()[0]);
            }
        }
        return rows;
    }

    /**
     * The table as a sink has it, its rows as text and sorted: those of the last load, then all
     * changes that the load does not hold, by key or, without one, row by row.
     */
    List<String> rows(String table) {
        Loaded end = last(table, LoadMessage.Type.END).orElseThrow();
        long generation = end.message().generation();
        LoadPosition position =
                LoadPosition.parse(
                        last(table, LoadMessage.Type.BEGIN).orElseThrow().message().position());
        List<List<String>> rows = new ArrayList<>();
        loadedRows(table).forEach(row -> rows.add(texts(row)));
        for (RowChange change : changesOf(table)) {
            if (change.generation() >= generation && !position.includes(change.position())) {
                applyTo(rows, change);
            }
        }
        return rows.stream().map(row -> String.join("|", row)).sorted().toList();
    }

    private static void applyTo(List<List<String>> rows, RowChange change) {
        if (change.operation() == Operation.TRUNCATE) {
            rows.clear();
            return;
        }
        Row found = change.before() != null ? change.before() : change.after();
        int[] by =
                change.table().hasKey()
                        ? change.table().keyIndexes()
                        : java.util.stream.IntStream.range(0, found.size()).toArray();
        List<String> former = null;
        boolean insert = change.operation() == Operation.INSERT;
        if (!insert || change.table().hasKey()) {
            for (List<String> row : rows) {
                if (java.util.Arrays.stream(by)
                        .allMatch(i -> row.get(i).equals(String.valueOf(found.value(i))))) {
                    former = row;
                    break;
                }
            }
            if (former == null && !insert) {
                throw new AssertionError("no such row in " + rows + ": " + change);
            }
            rows.remove(former);
        }
        if (change.movedKey() != null && !insert) {
            List<String> moved = new ArrayList<>(former);
            for (int i = 0; i < by.length; i++) {
                moved.set(by[i], String.valueOf(change.movedKey()[i]));
            }
            rows.add(moved);
        }
        if (change.operation() != Operation.DELETE) {
            List<String> now = new ArrayList<>();
            for (int i = 0; i < change.after().size(); i++) {
                now.add(
                        change.after().isPresent(i)
                                ? String.valueOf(change.after().value(i))
                                : former.get(i));
            }
            rows.add(now);
        }
    }

    private static List<String> texts(Object[] row) {
        return java.util.Arrays.stream(row)
                .map(String::valueOf)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The number of the table's last load that is complete. */
    long generation(String table) {
        return last(table, LoadMessage.Type.END).map(end -> end.message().generation()).orElse(0L);
    }

    /** The table as its topic has it, record by record, by key. */
    Map<Object, Object[]> replayed(String table) {
        Map<Object, Object[]> rows = new LinkedHashMap<>();
        changesOf(table).forEach(change -> apply(rows, change, change.table().keyIndexes()[0]));
        return rows;
    }

    /** The same of a table without a key. */
    List<List<String>> replayedRows(String table) {
        List<List<String>> rows = new ArrayList<>();
        for (RowChange change : changesOf(table)) {
            if (change.operation() == Operation.TRUNCATE) {
                rows.clear();
                continue;
            }
            if (change.operation() != Operation.INSERT && !rows.remove(texts(change.before()))) {
                throw new AssertionError("no such row: " + texts(change.before()));
            }
            if (change.operation() != Operation.DELETE) {
                rows.add(texts(change.after()));
            }
        }
        return rows;
    }

    private static List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            texts.add(String.valueOf(row.value(i)));
        }
        return texts;
    }

    /** Of the table, which may have another name in its topic. */
    List<SourceRecord> recordsOf(String table) {
        return records.stream().filter(record -> tableOf(record).equals(table)).toList();
    }

    private static String tableOf(SourceRecord record) {
        return ((Struct) record.value()).getStruct("source").getString("table");
    }

    /** Debezium's letters of a table's records, in their order. */
    String operations(String table) {
        return recordsOf(table).stream()
                .map(record -> ((Struct) record.value()).getString("op"))
                .collect(Collectors.joining());
    }

    private static void apply(Map<Object, Object[]> rows, RowChange change, int key) {
        if (change.operation() == Operation.TRUNCATE) {
            rows.clear();
        } else if (change.operation() == Operation.DELETE) {
            Object[] gone = rows.remove(change.before().value(key));
            if (change.movedKey() != null && gone != null) {
                gone[key] = change.movedKey()[0];
                rows.put(gone[key], gone);
            }
        } else {
            Object[] old = rows.get(change.after().value(key));
            rows.put(change.after().value(key), merged(old, change.after()));
        }
    }

    private static Object[] merged(Object[] old, Row row) {
        Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.isPresent(i) ? row.value(i) : old[i];
        }
        return values;
    }

    @Override
    public void close() {
        task.stop();
    }

    private final class Context implements SourceTaskContext {
        @Override
        public Map<String, String> configs() {
            return properties;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return new Offsets();
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return null;
        }
    }

    private final class Offsets implements OffsetStorageReader {
        @Override
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            return stored.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(
                Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, stored.get(partition)));
            return found;
        }
    }
}
