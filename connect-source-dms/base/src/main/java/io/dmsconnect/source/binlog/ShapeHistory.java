// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.PackedText;
import io.dmsconnect.source.SourcePartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * How the tables' shapes came to be: those where the task began, and all changes since. Each change
 * is kept in Connect's source offsets, under a partition of its own, so that any worker finds it.
 * Changes are only ever added; one that is read from the log again is already there. Thread-safe.
 */
public final class ShapeHistory {
    private static final String TASK = "dms.task";
    private static final String KIND = "kind";
    private static final String KIND_NAME = "schema-history";
    private static final String NUMBER = "n";
    private static final String RECORD = "record";
    private static final int AT_ONCE = 64;
    private static final Pattern READ_AT = Pattern.compile(",\"ts_ms\":\\d+(?=,\"databaseName\")");

    private final String task;
    private final Predicate<String> schemas;
    private final Function<Collection<TableId>, Map<TableId, String>> definitions;
    private final Map<String, String> changes = new LinkedHashMap<>();
    private int kept;
    private final Map<Integer, String> unsent = new LinkedHashMap<>();
    private final Set<Integer> unstored = new LinkedHashSet<>();
    private final DroppedTables dropped = new DroppedTables();
    private List<ShapeStatement> start = List.of();
    private Set<String> unread = Set.of();
    private Collection<TableId> selected = List.of();
    private boolean loaded;

    /**
     * @param schemas databases whose tables are followed, or may be later
     * @param definitions the present definitions of tables, where there are such
     */
    ShapeHistory(
            String task,
            Predicate<String> schemas,
            Function<Collection<TableId>, Map<TableId, String>> definitions) {
        this.task = task;
        this.schemas = schemas;
        this.definitions = definitions;
    }

    synchronized void begin(StartPoint point, Collection<TableId> tables) {
        start = List.copyOf(point.shapes());
        unread = Set.copyOf(point.unread());
        selected = List.copyOf(tables);
    }

    /** The shapes where the task began. */
    public synchronized List<ShapeStatement> start() {
        return start;
    }

    /** Databases that were there when the task began, whose tables nobody wanted then. */
    public synchronized Set<String> unread() {
        return unread;
    }

    /** Tables whose changes are followed. */
    public synchronized Collection<TableId> selected() {
        return selected;
    }

    /** The changes since, in the form they were added in, in the order of the log. */
    public synchronized List<String> changes() {
        return List.copyOf(changes.values());
    }

    /** How often the table was dropped since the task began, as far as the log was read. */
    synchronized long dropped(TableId table) {
        return dropped.count(table);
    }

    /** What the server says of tables now. */
    public Map<TableId, String> presentDefinitions(Collection<TableId> tables) {
        return tables.isEmpty() ? Map.of() : definitions.apply(tables);
    }

    /** Do changes of this database's tables have to be known? */
    public boolean keeps(String database) {
        return database.isEmpty() || schemas.test(database);
    }

    /**
     * Adds a change of shape; what follows it in the log is not sent before it is stored.
     *
     * @param change as Debezium writes it
     */
    public synchronized void add(String change) {
        if (changes.putIfAbsent(identity(change), change) == null) {
            dropped.add(change);
            unsent.put(kept++, change);
        }
    }

    /** Without the time it was read at: it may be read again. */
    private static String identity(String change) {
        return READ_AT.matcher(change).replaceFirst("");
    }

    /** Reads what earlier runs stored; once. */
    synchronized void load(OffsetStorageReader offsets) {
        if (loaded) {
            return;
        }
        loaded = true;
        for (int from = 0; ; from += AT_ONCE) {
            List<Map<String, String>> partitions = new ArrayList<>();
            for (int i = from; i < from + AT_ONCE; i++) {
                partitions.add(partition(i));
            }
            Map<Map<String, String>, Map<String, Object>> found = offsets.offsets(partitions);
            for (Map<String, String> partition : partitions) {
                Map<String, Object> offset = found.get(partition);
                if (offset == null || offset.get(RECORD) == null) {
                    return;
                }
                String change = PackedText.unpack(offset.get(RECORD).toString());
                kept++;
                if (changes.putIfAbsent(identity(change), change) == null) {
                    dropped.add(change);
                }
            }
        }
    }

    private Map<String, String> partition(int number) {
        return SourcePartition.of(TASK, task, KIND, KIND_NAME, NUMBER, Integer.toString(number));
    }

    /** Offsets to store, by source partition. */
    synchronized Map<Map<String, String>, Map<String, String>> takeUnsent() {
        Map<Map<String, String>, Map<String, String>> offsets = new LinkedHashMap<>();
        unsent.forEach(
                (number, change) ->
                        offsets.put(
                                partition(number),
                                new HashMap<>(Map.of(RECORD, PackedText.pack(change)))));
        unstored.addAll(unsent.keySet());
        unsent.clear();
        return offsets;
    }

    static boolean isOurs(Map<String, ?> partition) {
        return KIND_NAME.equals(partition.get(KIND));
    }

    synchronized void stored(Map<String, ?> partition) {
        unstored.remove(Integer.valueOf(partition.get(NUMBER).toString()));
        notifyAll();
    }

    /**
     * Waits a while for everything that was taken to be stored.
     *
     * @return false where it is not yet
     */
    synchronized boolean awaitStored(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!unstored.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
