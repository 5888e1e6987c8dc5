// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the source's users do to their schema while a task is under way: at the end source and
 * target are equal, or the task has stopped and named the table. Each seed is a workload of its
 * own; {@code -Dschema.seeds=1000} tries more of them, {@code -Dschema.seed=17,18} these.
 */
class SchemaChangesTest {
    private static final long SEEDS = Long.getLong("schema.seeds", 50);
    private static final List<Long> CHOSEN =
            Stream.of(System.getProperty("schema.seed", "").split(","))
                    .filter(seed -> !seed.isEmpty())
                    .map(Long::valueOf)
                    .toList();
    private static final long FIRST = Long.getLong("schema.first", 73);
    private static final int TOGETHER = Integer.getInteger("schema.together", 9);
    private static final int SHRUNK = Integer.getInteger("schema.shrink", 1);
    private static final long SHRINK_MILLIS =
            1000L * Integer.getInteger("schema.shrink.seconds", 60);
    private static final int DIRECTIONS = 6;
    private static final String DIRECTIONS_CHOSEN = System.getProperty("schema.directions", "");

    @ParameterizedTest
    @CsvSource({
        "0, POSTGRESQL, POSTGRESQL",
        "1, POSTGRESQL, MARIADB",
        "2, MARIADB, POSTGRESQL",
        "3, MARIADB, MARIADB",
        "4, MYSQL, POSTGRESQL",
        "5, MYSQL, MARIADB"
    })
    void sourceAndTargetEndEqual(int direction, Engine source, Engine target) {
        if (!DIRECTIONS_CHOSEN.isEmpty()
                && !List.of(DIRECTIONS_CHOSEN.split(",")).contains(Integer.toString(direction))) {
            return;
        }
        if (!source.available()) {
            System.err.println("SKIPPED for MySQL 8: libaio.so.1 is missing on this machine");
            return;
        }
        List<Long> all =
                CHOSEN.isEmpty() ? LongStream.range(FIRST, FIRST + SEEDS).boxed().toList() : CHOSEN;
        List<Long> seeds = all.stream().filter(seed -> seed % DIRECTIONS == direction).toList();
        List<Verdict> failed = new ArrayList<>();
        int executed = 0;
        int refused = 0;
        int said = 0;
        for (int i = 0; i < seeds.size(); i += TOGETHER) {
            List<Script> scripts =
                    seeds.subList(i, Math.min(seeds.size(), i + TOGETHER)).stream()
                            .map(seed -> Workload.script(seed, source, target, Kind.chosen()))
                            .toList();
            long start = System.nanoTime();
            for (Verdict verdict : Trial.of(scripts)) {
                executed += verdict.executed();
                refused += verdict.refused().size();
                said += verdict.said().size();
                if (Boolean.getBoolean("schema.verbose")) {
                    verdict.refused().forEach(text -> System.out.println("refused: " + text));
                    verdict.said().forEach(text -> System.out.println("said: " + text));
                }
                if (!verdict.isRight()) {
                    failed.add(verdict);
                    System.out.println("FAILED seed " + verdict.script().seed());
                    verdict.problems().forEach(text -> System.out.println("    " + text));
                }
            }
            System.out.printf(
                    "%s to %s: %d seeds in %d ms%n",
                    source, target, scripts.size(), (System.nanoTime() - start) / 1_000_000);
        }
        System.out.printf(
                "%s to %s: %d seeds, %d failed; %d statements, %d refused by the source; %d stops rightly said%n",
                source, target, seeds.size(), failed.size(), executed, refused, said);
        assertThat(reports(failed)).isEmpty();
    }

    private static List<String> reports(List<Verdict> failed) {
        List<String> reports = new ArrayList<>();
        for (Verdict verdict : failed) {
            Verdict shown =
                    reports.size() < SHRUNK ? Shrinking.of(verdict, SHRINK_MILLIS) : verdict;
            String report =
                    "seed %d (-Dschema.seed=%d):%n  %s%n%s"
                            .formatted(
                                    verdict.script().seed(),
                                    verdict.script().seed(),
                                    String.join("\n  ", shown.problems()),
                                    shown.script().text());
            reports.add(report);
            if (reports.size() <= SHRUNK) {
                System.out.println("SHRUNK " + report);
            }
        }
        return reports;
    }
}
