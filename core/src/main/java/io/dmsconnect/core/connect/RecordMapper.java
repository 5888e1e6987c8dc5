// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.TableId;
import java.time.Clock;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Change record in, mapped record out, or none: the table mappings are applied, exact types written
 * into the schema, the topic is chosen. The same code in the source task and in the SMT. Not
 * thread-safe.
 */
public final class RecordMapper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordMapper.class);
    private static final int SHAPES = 10_000;

    private final MapperOptions options;
    private final ToLongFunction<TableId> generation;
    private final BiConsumer<TableId, TableId> targets;
    private final ChangeHeaders headers = new ChangeHeaders(Clock.systemUTC());
    private final Map<TableId, Map<Schema, Optional<RecordPlan>>> plans = new HashMap<>();
    private final Map<String, RecordPlan> lastOfTopic = new HashMap<>();
    private int shapes;

    /**
     * @param generation the load that changes of a source table have to wait for, 0 for none
     */
    public RecordMapper(MapperOptions options, ToLongFunction<TableId> generation) {
        this(options, generation, (source, target) -> {});
    }

    /**
     * @param targets is told of each source table and its target
     */
    RecordMapper(
            MapperOptions options,
            ToLongFunction<TableId> generation,
            BiConsumer<TableId, TableId> targets) {
        this.options = options;
        this.generation = generation;
        this.targets = targets;
    }

    /**
     * @return the mapped record; empty for a table that the mappings leave out, and for a row that
     *     the table's filter does not take. Heartbeats pass as they are, what is neither a change
     *     nor a heartbeat is left out.
     */
    public <R extends ConnectRecord<R>> Optional<R> map(R record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        if (!(record.value() instanceof Struct envelope)) {
            return Optional.empty();
        }
        if (ChangeCodec.isHeartbeat(envelope.schema())) {
            return Optional.of(record);
        }
        if (!isEnvelope(envelope.schema())) {
            return Optional.empty();
        }
        TableId source = SourcePosition.table(envelope.getStruct("source"));
        Optional<RecordPlan> plan = plan(source, record, envelope.schema());
        plan.ifPresent(found -> lastOfTopic.put(record.topic(), found));
        return plan.flatMap(
                found ->
                        found.apply(
                                Inbound.withRestoredKey(record),
                                Inbound.restored(record, envelope),
                                generation.applyAsLong(source),
                                headers));
    }

    static boolean isEnvelope(Schema schema) {
        return schema.field("op") != null
                && schema.field("after") != null
                && schema.field("source") != null;
    }

    /** Has a change of this topic been seen? */
    boolean knows(String topic) {
        return lastOfTopic.containsKey(topic);
    }

    /** What follows a deletion. Empty where no change of this topic has been seen. */
    <R extends ConnectRecord<R>> Optional<R> mapTombstone(R record) {
        return Optional.ofNullable(lastOfTopic.get(record.topic()))
                .flatMap(plan -> plan.tombstone(record));
    }

    private Optional<RecordPlan> plan(TableId source, ConnectRecord<?> record, Schema envelope) {
        Map<Schema, Optional<RecordPlan>> ofTable =
                plans.computeIfAbsent(source, id -> new IdentityHashMap<>());
        Optional<RecordPlan> known = ofTable.get(envelope);
        if (known == null) {
            try {
                known = compile(source, record, envelope);
            } catch (LostShapeException e) {
                if (!e.getMessage().isEmpty()) {
                    LOG.warn("{}", e.getMessage());
                }
                if (!e.isOfTable()) {
                    return Optional.empty();
                }
                known = Optional.empty();
            }
            if (++shapes > SHAPES) {
                close();
                shapes = 1;
                ofTable = plans.computeIfAbsent(source, id -> new IdentityHashMap<>());
            }
            known.ifPresent(plan -> targets.accept(source, plan.target().id()));
            ofTable.put(envelope, known);
        }
        return known;
    }

    private Optional<RecordPlan> compile(TableId source, ConnectRecord<?> record, Schema envelope) {
        return options.mappings().selects(source)
                ? RecordPlan.compile(
                        source, record.keySchema(), envelope, position(record), options)
                : Optional.empty();
    }

    private static String position(ConnectRecord<?> record) {
        return SourcePosition.of(((Struct) record.value()).getStruct("source"));
    }

    @Override
    public void close() {
        plans.values()
                .forEach(
                        shapesOfTable ->
                                shapesOfTable
                                        .values()
                                        .forEach(plan -> plan.ifPresent(RecordPlan::close)));
        plans.clear();
        lastOfTopic.clear();
    }
}
