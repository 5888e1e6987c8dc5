// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/** One test's topics, sinks and schema on one target; closing it counts every record. */
final class SinkBench implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    final TestTarget target;
    final String schema = "b" + NEXT.incrementAndGet();
    final SinkHarness.Topics topics = new SinkHarness.Topics();
    final Lanes lanes = new Lanes(topics, 1);
    final Map<String, String> config = new HashMap<>();
    private final List<SinkHarness> open = new ArrayList<>();

    SinkBench(TestTarget target) {
        this.target = target;
        config.put("name", "bench-" + schema);
        config.put("connection.url", target.server().jdbcUrl());
        config.put("connection.username", target.server().user());
        config.put("connection.password", target.server().password());
    }

    SinkHarness sink() {
        return sink(null);
    }

    /**
     * @param only partitions of the task, null for all
     */
    SinkHarness sink(Set<TopicPartition> only) {
        SinkHarness sink = new SinkHarness(config, topics, only);
        open.add(sink);
        return sink;
    }

    static Object[] row(Object... values) {
        return values;
    }

    static List<String> texts(Object... values) {
        return Arrays.stream(values).map(value -> value == null ? null : value.toString()).toList();
    }

    String name(Table table) {
        return target.dialect.quote(table.id());
    }

    void makeSchema() {
        target.server().execute(target.dialect.createSchema(schema));
    }

    /** {@code %s} is the table. */
    void execute(Table table, String sql) {
        target.server().execute(target.sql(sql).formatted(name(table)));
    }

    /** {@code %s} is the table. */
    List<List<String>> query(Table table, String sql) {
        return target.server().query(target.sql(sql).formatted(name(table)));
    }

    long count(Table table) {
        return Long.parseLong(query(table, "SELECT count(*) FROM %s").get(0).get(0));
    }

    List<String> state(Table table, String columns) {
        return target.server()
                .query(
                        "SELECT %s FROM %s WHERE task_name = '%s' AND target_table = '%s'"
                                .formatted(
                                        columns,
                                        target.control("awsdms_connect_tables"),
                                        config.get("name"),
                                        table.id().name()))
                .get(0);
    }

    @Override
    public void close() {
        open.forEach(SinkHarness::close);
    }
}
