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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the tables' shapes came to be: those where the task began, and all changes since. Each change
 * is kept in Connect's source offsets, under a partition of its own, so that any worker finds it.
 * Changes are only ever added; one that is read from the log again is already there. Thread-safe.
 */
public final class ShapeHistory {
    private static final Logger LOG = LoggerFactory.getLogger(ShapeHistory.class);
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
    private final Identities identities = new Identities();

    /** Loads that are due and have not begun, by table, each with the last reason for it. */
    private final Map<TableId, Reason> due = new HashMap<>();

    /** Those whose snapshot is not taken yet, and from where on it has all that is read. */
    private final Map<TableId, LogCoordinates> ahead = new HashMap<>();

    /** How often the table was dropped, as far as that is stored. */
    private final Map<TableId, Long> storedDrops = new HashMap<>();

    private List<ShapeStatement> start = List.of();
    private LogCoordinates begun = new LogCoordinates("", 0);
    private Set<String> unread = Set.of();
    private Collection<TableId> selected = List.of();
    private boolean loaded;

    /**
     * Why a table is loaded anew.
     *
     * @param what made it so
     */
    private record Reason(String what, LogCoordinates at) {}

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
        begun = point.at();
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
        return changes.values().stream().filter(change -> !DroppedTables.isOurs(change)).toList();
    }

    /** Where the task began to follow the log. */
    public synchronized LogCoordinates begun() {
        return begun;
    }

    /** The log is read anew from some place on; shapes are told again. */
    public synchronized void restart() {
        identities.restart();
    }

    /** From this place on the table has these columns. */
    public synchronized void shaped(TableId table, LogCoordinates at, LoggedTable shape) {
        identities.shaped(table, at, shape);
    }

    /**
     * As {@link #shaped}, of a table that was altered here before the task was restarted: was its
     * load interrupted there?
     */
    public synchronized void recovered(TableId table, LogCoordinates at, LoggedTable shape) {
        shaped(table, at, shape);
        altered(table, at);
    }

    /** See {@link Identities#logged}. */
    synchronized Optional<LoggedTable> logged(
            TableId table, List<String> names, Optional<LogCoordinates> at) {
        return identities.logged(table, names, at);
    }

    /** The table as the log was read last. */
    public synchronized Optional<LoggedTable> last(TableId table) {
        return identities.last(table);
    }

    /**
     * The log is read behind this place from now on.
     *
     * @return other numbers for the table's columns, which a load has given them; mostly empty
     */
    public synchronized Optional<ColumnIds> reached(TableId table, LogCoordinates at) {
        return identities.reached(table, at).map(LoadedShape::columns);
    }

    /** A load of the table has these numbers; see {@link Identities#load}. */
    synchronized LoadedShape load(
            TableId table,
            List<String> names,
            LogCoordinates at,
            LogCoordinates held,
            LoadedShape before) {
        LoadedShape load = identities.load(table, names, at, held, before);
        Reason last = due.remove(table);
        if (last != null && at.isBefore(last.at())) {
            // the log is read beyond the place where the load begins
            anew(table, last.what(), last.at());
        }
        return load;
    }

    /** A load of an earlier run had these numbers. */
    synchronized void loaded(TableId table, LoadedShape shape) {
        identities.loaded(table, shape);
    }

    /** The columns of a table change here; parts of its load may be of before, and others not. */
    public synchronized void altered(TableId table, LogCoordinates at) {
        if (identities.isAmidLoad(table, at)) {
            anew(table, "ALTER TABLE", at);
        }
    }

    /**
     * Does no load have what is done to the table here, neither one that began nor one that is due?
     */
    synchronized boolean misses(TableId table, LogCoordinates at) {
        return isOutside(table, at) && !due.containsKey(table) && !dropped.isAt(table, at);
    }

    private boolean isOutside(TableId table, LogCoordinates at) {
        return selected.contains(table)
                && (identities.isAmidLoad(table, at) || !identities.isInLoad(table, at));
    }

    /**
     * The table has other rows from here on, and the log does not tell which: it is loaded anew.
     * Until that load has begun, there is no need of another one.
     *
     * @param what made it so: {@code TRUNCATE PARTITION}
     */
    public synchronized void anew(TableId table, String what, LogCoordinates at) {
        if (!isOutside(table, at)) {
            return;
        }
        String change = DroppedTables.anew(table, what, at);
        if (due.containsKey(table)) {
            due.put(table, new Reason(what, at));
        } else if (!changes.containsKey(change)) {
            LOG.warn("{} of {}: the table is loaded again", what, table);
            add(change);
            due.put(table, new Reason(what, at));
            ahead.putIfAbsent(table, at);
        }
    }

    /** A snapshot is about to be taken; loads that are due may be read from it. */
    synchronized void snapshot() {
        ahead.clear();
    }

    /** Is a change at this place void, since the table is to be loaded again, with all it has? */
    synchronized boolean isPast(TableId table, long generations, LogCoordinates at) {
        LogCoordinates from = ahead.get(table);
        return from != null && !at.isBefore(from) || dropped.isPast(table, generations, at);
    }

    /** Did the table ever become another one since the task began? */
    synchronized boolean isRemade(TableId table) {
        return dropped.count(table) > 0;
    }

    /**
     * How often the table was dropped since the task began, as far as that is stored: a load that
     * counts what nobody remembers after a crash would be taken for the one after the next drop.
     */
    synchronized long dropped(TableId table) {
        if (unsent.isEmpty() && unstored.isEmpty()) {
            storedDrops.put(table, dropped.count(table));
        }
        return storedDrops.getOrDefault(table, 0L);
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
     * @param change as Debezium writes it, or one of ours
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
