// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command behind {@code bench memory}. */
@Command(
        name = "bench memory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Loads many tables, and values of 200 MB, through a worker that has little memory, on"
                    + " servers of its own, and prints a table.",
            "Exit code 0 where every run came to an equal target, else 1."
        })
final class MemoryBenchmark implements Callable<Integer> {
    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "512m",
            description = "Of a worker with its broker. Default: ${DEFAULT-VALUE}.")
    private String heap;

    @Option(
            names = "--tables",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many tables of 12 columns. Default: ${DEFAULT-VALUE}.")
    private int tables;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Rows of each of them. Default: ${DEFAULT-VALUE}.")
    private long rows;

    @Mixin private Session session = new Session();

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLine(new MemoryBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        session.require(tables >= 1 && rows >= 1, "--tables and --rows have to be above 0");
        List<String> circumstances =
                List.of(
                        Circumstances.machine(),
                        "broker and worker in one process with this heap, as in ./dms run, and running"
                                + " before the clock starts",
                        "every table was compared with its source by row count and checksum, large"
                                + " values by length and MD5");
        return session.carryOut(
                runs(),
                "memory",
                heap,
                1,
                outcomes -> MemoryReport.of(circumstances, heap, outcomes));
    }

    private List<Run> runs() {
        DmsWay way = new DmsWay(Session.home(), 0, false);
        List<Run> runs = new ArrayList<>();
        for (Pair pair : Pair.values()) {
            if (pair != Pair.POSTGRES_MARIADB) {
                String title = "%,d tables of %,d rows".formatted(tables, rows);
                runs.add(new Run(pair + "/tables", title, pair, Shape.TWELVE, tables, rows, way));
            }
            Shape values = Shape.VALUES;
            runs.add(
                    new Run(pair + "/values", values.title(), pair, values, 1, values.rows(), way));
        }
        return runs;
    }
}
