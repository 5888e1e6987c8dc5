// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.mapping.expression.Expression;
import io.dmsconnect.core.mapping.expression.Expressions;
import io.dmsconnect.core.mapping.expression.Names;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Rows a second through one expression, on one core. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class ExpressionBenchmark {
    @Param({
        "$b||'_'||$d",
        "CASE WHEN $c >= 500 THEN 'BIG' ELSE 'SMALL' END",
        "hash_sha256($b)",
        "operation_indicator('D', 'U', 'I')"
    })
    public String text;

    private final Expressions expressions = new Expressions();
    private final Object[][] rows = Wide.rows(1024);
    private final ChangeHeader header = ChangeHeader.ofLoad(0);
    private Expression expression;
    private int next;

    @Setup
    public void compile() {
        expression = expressions.compile(text, Names.ofRow(Wide.TABLE));
    }

    @TearDown
    public void close() {
        expressions.close();
    }

    @Benchmark
    public Object evaluate() {
        return expression.evaluate(new ArrayRow(rows[next++ & 1023]), header);
    }
}
