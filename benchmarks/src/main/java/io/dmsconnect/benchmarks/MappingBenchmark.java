// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks;

import io.dmsconnect.core.connect.LoadBatchWriter;
import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.connect.PlannedRowWriter;
import io.dmsconnect.core.connect.RowWriter;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RawRows;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Rows a second from the bytes that a database's driver hands over through the rules into a load
 * batch and out of it again: the part of the pipeline that is ours, without databases and broker,
 * beside which rules cost most. The whole of it is in {@code bench load}: {@code dms-rules}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MappingBenchmark {
    private static final int ROWS = 4096;

    @Param({"none", "renames", "masked", "added"})
    public String rules;

    private final Object[][] rows = Wide.driverRows(ROWS);
    private final int[] all = IntStream.range(0, Wide.TABLE.columns().size()).toArray();
    private final ChangeHeader header = ChangeHeader.ofLoad(0);
    private TablePlan plan;
    private LoadBatchWriter writer;

    private static String rule(int id, String action, String column, String members) {
        return """
        ,{"rule-type": "transformation", "rule-id": "%d", "rule-name": "%d", "rule-target": "column",
          "rule-action": "%s", "object-locator": {"schema-name": "shop", "table-name": "big",
          "column-name": "%s"}%s}
        """
                .formatted(id, id, action, column, members.isEmpty() ? "" : ", " + members);
    }

    @Setup
    public void compile() {
        StringBuilder all =
                new StringBuilder(
                        """
                        {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                          "rule-action": "include",
                          "object-locator": {"schema-name": "shop", "table-name": "%"}}
                        """);
        if (!rules.equals("none")) {
            int id = 2;
            for (String column : new String[] {"a", "c", "e", "f", "h"}) {
                all.append(rule(id++, "rename", column, "\"value\": \"new_" + column + "\""));
            }
            all.append(rule(id, "remove-column", "g", ""));
        }
        if (rules.equals("masked")) {
            all.append(rule(20, "data-masking-hash-mask", "b", ""));
        }
        if (rules.equals("added")) {
            all.append(
                    rule(
                            21,
                            "add-column",
                            "%",
                            "\"value\": \"label\", \"expression\": \"$b||'_'||$d\","
                                    + " \"data-type\": {\"type\": \"string\", \"length\": 60}"));
        }
        plan = TableMappings.parse(all.append("]}").toString()).plan(Wide.TABLE).orElseThrow();
        writer = new LoadBatchWriter(plan.target());
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void batch(Blackhole blackhole) {
        RowWriter to =
                plan.copiesOnly() ? writer : PlannedRowWriter.of(plan, writer, () -> header);
        int[] columns = plan.copiesOnly() ? plan.sourceIndexes() : all;
        for (Object[] row : rows) {
            for (int column : columns) {
                add(to, row[column]);
            }
            to.endRow();
        }
        byte[] bytes =
                writer.finish(
                        new LoadMessage(
                                LoadMessage.Type.ROWS,
                                plan.target(),
                                Wide.TABLE.id(),
                                1,
                                1,
                                "",
                                -1,
                                0,
                                0,
                                LoadMessage.Segment.only(1)));
        RawRows read = LoadCodec.read(bytes, new RecordOrigin("t", 0, 0)).raw().get();
        int width = plan.target().columns().size();
        while (read.nextRow()) {
            for (int i = 0; i < width; i++) {
                blackhole.consume(read.nextValue());
            }
        }
    }

    private static void add(RowWriter to, Object value) {
        if (value instanceof Long number) {
            to.addNumber(number);
        } else if (value instanceof byte[] bytes) {
            to.addBytes(bytes, 0, bytes.length);
        } else if (value instanceof Boolean flag) {
            to.addFlag(flag);
        } else {
            to.addReal8((Double) value);
        }
    }
}
