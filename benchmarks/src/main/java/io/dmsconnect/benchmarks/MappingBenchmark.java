// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks;

import io.dmsconnect.core.connect.LoadBatchWriter;
import io.dmsconnect.core.connect.LoadCodec;
import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import java.util.concurrent.TimeUnit;
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
 * Rows a second from a row in memory through the rules into a load batch and out of it again: the
 * part of the pipeline that is ours, without databases and broker, beside which rules cost most.
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

    private final Object[][] rows = Wide.rows(ROWS);
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
        int[] from = plan.sourceIndexes();
        Object[] copy = new Object[from.length];
        for (Object[] row : rows) {
            if (plan.copiesOnly()) {
                for (int i = 0; i < copy.length; i++) {
                    copy[i] = row[from[i]];
                }
                writer.add(copy);
            } else {
                writer.add(plan.values(new ArrayRow(row), header));
            }
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
                                0));
        LoadCodec.read(bytes, new RecordOrigin("t", 0, 0))
                .rows()
                .forEachRemaining(blackhole::consume);
    }
}
