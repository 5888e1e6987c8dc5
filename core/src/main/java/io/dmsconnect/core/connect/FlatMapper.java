// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import java.time.Clock;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Applies table mappings to rows without an envelope, as Debezium's ExtractNewRecordState leaves
 * them: the table is told by fields {@code __schema}, {@code __db} and {@code __table} where they
 * are there, else by the last two parts of the topic's name. Not thread-safe.
 */
final class FlatMapper implements AutoCloseable {
    private static final int SHAPES = 10_000;

    private final MapperOptions options;
    private final BiConsumer<TableId, TableId> targets;
    private final ChangeHeaders headers = new ChangeHeaders(Clock.systemUTC());
    private final Map<Schema, Map<TableId, Optional<FlatPlan>>> plans = new IdentityHashMap<>();
    private final Map<String, FlatPlan> lastOfTopic = new HashMap<>();
    private int shapes;

    /**
     * @param targets is told of each source table and its target
     */
    FlatMapper(MapperOptions options, BiConsumer<TableId, TableId> targets) {
        this.options = options;
        this.targets = targets;
    }

    /**
     * @return the mapped record; empty for a table that the mappings leave out, or a row that its
     *     filter does not take
     * @throws DataException where the record's table cannot be told
     */
    public <R extends ConnectRecord<R>> Optional<R> map(R record) {
        Struct row = (Struct) record.value();
        Optional<FlatPlan> plan = plan(table(record, row), record, row.schema());
        plan.ifPresent(found -> lastOfTopic.put(record.topic(), found));
        return plan.flatMap(found -> found.apply(record, row, headers));
    }

    /**
     * A deletion's marker, which has a key only.
     *
     * @throws DataException where the rules cannot be applied to a key alone
     */
    public <R extends ConnectRecord<R>> Optional<R> mapTombstone(R record) {
        FlatPlan known = lastOfTopic.get(record.topic());
        if (known != null) {
            return known.tombstone(record);
        }
        if (!(record.key() instanceof Struct key)) {
            throw new DataException(
                    "topic %s: the key of a deletion has no schema".formatted(record.topic()));
        }
        // no row has come yet since the start: the key's columns are all there is to go by
        TableId table = table(record.topic());
        if (!options.mappings().selects(table)) {
            return Optional.empty();
        }
        MapperOptions ofKey = options.with(options.mappings().ofKeys());
        try {
            Optional<FlatPlan> plan = FlatPlan.compile(table, key.schema(), key.schema(), ofKey);
            return plan.flatMap(found -> found.keyTombstone(record));
        } catch (ReplicationException e) {
            if (options.mappings().definesKey(table)) {
                // of columns that a deletion's marker does not have
                return Optional.empty();
            }
            throw new DataException(
                    ("topic %s: a deletion came before any row of table %s, and its rules need more"
                                    + " than the key: %s")
                            .formatted(record.topic(), table, e.getMessage()),
                    e);
        }
    }

    private static TableId table(ConnectRecord<?> record, Struct row) {
        String table = text(row, "__table");
        String schema = text(row, "__schema");
        String database = text(row, "__db");
        if (table != null && (schema != null || database != null)) {
            return new TableId(schema == null ? database : schema, table);
        }
        return table(record.topic());
    }

    private static TableId table(String topic) {
        String[] parts = topic.split("\\.");
        if (parts.length < 2) {
            throw new DataException(
                    ("topic %s: a row without an envelope does not say its table; name topics"
                                    + " <prefix>.<schema>.<table>, or add the fields schema (or db)"
                                    + " and table with ExtractNewRecordState's add.fields")
                            .formatted(topic));
        }
        return new TableId(parts[parts.length - 2], parts[parts.length - 1]);
    }

    static String text(Struct row, String name) {
        Field field = row.schema().field(name);
        Object value = field == null ? null : row.getWithoutDefault(name);
        return value == null ? null : value.toString();
    }

    private Optional<FlatPlan> plan(TableId table, ConnectRecord<?> record, Schema row) {
        if (++shapes > SHAPES) {
            close();
            shapes = 1;
        }
        return plans.computeIfAbsent(row, schema -> new HashMap<>())
                .computeIfAbsent(table, id -> compile(id, record.keySchema(), row));
    }

    private Optional<FlatPlan> compile(TableId id, Schema key, Schema row) {
        Optional<FlatPlan> plan =
                options.mappings().selects(id)
                        ? FlatPlan.compile(id, key, row, options)
                        : Optional.empty();
        plan.ifPresent(found -> targets.accept(id, found.target().id()));
        return plan;
    }

    @Override
    public void close() {
        plans.values()
                .forEach(byTable -> byTable.values().forEach(p -> p.ifPresent(FlatPlan::close)));
        plans.clear();
        lastOfTopic.clear();
    }
}
