// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.load.LoadPartitions;
import io.dmsconnect.source.load.LoadState;
import io.dmsconnect.source.load.SegmentState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * What this task itself keeps in Connect's source offsets: where the log is followed from, and how
 * far each table's load is. How far the log is followed is Debezium's, under its own partition.
 */
final class TaskOffsets implements LoadPartitions {
    static final String TASK = "dms.task";
    private static final String SEGMENT = "segment";
    private static final String KIND = "kind";
    private static final String START = "start";
    private static final String LOAD = "load";
    private static final String RELOAD = "reload";
    private static final String PIECE = "piece";
    private static final String LATE = "late";
    private static final String DUE = "due";
    private static final String SCHEMA = "schema";
    private static final String TABLE = "table";
    private static final String ID = "id";

    private final String task;
    private final OffsetStorageReader reader;

    TaskOffsets(String task, OffsetStorageReader reader) {
        this.task = task;
        this.reader = reader;
    }

    Map<String, Object> startPartition() {
        return partition(TASK, task, KIND, START);
    }

    Map<String, Object> reloadPartition() {
        return partition(TASK, task, KIND, RELOAD);
    }

    /** Of pieces of changes, which say nothing of how far anything is. */
    Map<String, Object> piecePartition() {
        return partition(TASK, task, KIND, PIECE);
    }

    static boolean isPiece(Map<String, ?> partition) {
        return PIECE.equals(partition.get(KIND));
    }

    Map<String, Object> lateLoadsPartition() {
        return partition(TASK, task, KIND, LATE);
    }

    Map<String, Object> dueLoadPartition(TableId table) {
        return partition(TASK, task, KIND, DUE, SCHEMA, table.schema(), TABLE, table.name());
    }

    /** What {@link DueLoads} has stored, of those tables of which it has. */
    Map<TableId, Map<String, Object>> dueLoads(Iterable<TableId> tables) {
        return offsets(tables, this::dueLoadPartition);
    }

    private Map<TableId, Map<String, Object>> offsets(
            Iterable<TableId> tables, Function<TableId, Map<String, Object>> partition) {
        Map<Map<String, Object>, TableId> partitions = new HashMap<>();
        tables.forEach(table -> partitions.put(partition.apply(table), table));
        Map<TableId, Map<String, Object>> found = new HashMap<>();
        reader.offsets(partitions.keySet())
                .forEach(
                        (of, offset) -> {
                            if (offset != null) {
                                found.put(partitions.get(of), offset);
                            }
                        });
        return found;
    }

    /** What {@link LateLoads} has stored. */
    Map<TableId, Long> lateLoads() {
        return Optional.ofNullable(reader.offset(lateLoadsPartition()))
                .map(LateLoads::of)
                .orElse(Map.of());
    }

    static Map<String, Object> reloadOffset(String id) {
        return Map.of(ID, id);
    }

    /** The request for a reload that was fulfilled last. */
    Optional<String> reloadId() {
        return Optional.ofNullable(reader.offset(reloadPartition()))
                .map(offset -> offset.get(ID).toString());
    }

    /** Of what {@link Marks} stores, or of a load. */
    static boolean isProgress(Map<String, ?> partition) {
        Object kind = partition.get(KIND);
        return isLoad(partition)
                || START.equals(kind)
                || RELOAD.equals(kind)
                || LATE.equals(kind)
                || DUE.equals(kind);
    }

    static boolean isLoad(Map<String, ?> partition) {
        return LOAD.equals(partition.get(KIND));
    }

    static boolean isOurs(Map<String, ?> partition) {
        return partition.containsKey(TASK);
    }

    /** How the task began to follow the log, if it ever did. */
    Optional<TaskStart> start() {
        return Optional.ofNullable(reader.offset(startPartition())).map(TaskStart::of);
    }

    /** Of a table's load, not of one of its segments. */
    static boolean isTableLoad(Map<String, ?> partition) {
        return isLoad(partition) && !partition.containsKey(SEGMENT);
    }

    /** Of one of a table's segments. */
    static boolean isSegment(Map<String, ?> partition) {
        return partition.containsKey(SEGMENT);
    }

    @Override
    public Map<String, Object> of(TableId table, int segment) {
        Map<String, Object> partition = of(table);
        partition.put(SEGMENT, Integer.toString(segment));
        return partition;
    }

    @Override
    public Map<String, Object> of(TableId table) {
        return partition(TASK, task, KIND, LOAD, SCHEMA, table.schema(), TABLE, table.name());
    }

    private static Map<String, Object> partition(String... namesAndValues) {
        Map<String, Object> partition = new HashMap<>();
        SourcePartition.of(namesAndValues).forEach(partition::put);
        return partition;
    }

    /** The loads that have begun. */
    Map<TableId, LoadState> loads(Collection<TableId> tables) {
        Map<TableId, LoadState> loads = new HashMap<>();
        offsets(tables, this::of).forEach((id, offset) -> loads.put(id, LoadState.of(offset)));
        return loads;
    }

    /** How far the segments of loads are that have been cut. */
    Map<TableId, Map<Integer, SegmentState>> segments(Map<TableId, LoadState> cut) {
        Map<Map<String, Object>, Map.Entry<TableId, Integer>> partitions = new HashMap<>();
        cut.forEach(
                (table, state) -> {
                    for (int i = 0; i < state.slices().size(); i++) {
                        partitions.put(of(table, i), Map.entry(table, i));
                    }
                });
        Map<TableId, Map<Integer, SegmentState>> segments = new HashMap<>();
        if (partitions.isEmpty()) {
            return segments;
        }
        reader.offsets(partitions.keySet())
                .forEach(
                        (partition, offset) -> {
                            if (offset != null) {
                                Map.Entry<TableId, Integer> of = partitions.get(partition);
                                segments.computeIfAbsent(of.getKey(), id -> new HashMap<>())
                                        .put(of.getValue(), SegmentState.of(offset));
                            }
                        });
        return segments;
    }
}
