// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command behind {@code bench load}. */
@Command(
        name = "bench load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the full load side by side with psql's copy and with Debezium, on servers of its"
                    + " own, and prints a table.",
            "Exit code 0 where every run came to an equal target, else 1."
        })
final class LoadBenchmark implements Callable<Integer> {
    @Option(
            names = "--rows",
            paramLabel = "SHARE",
            defaultValue = "1",
            description =
                    "Share of the rows, such as 0.1. At 1: 1,000,000 of 12 columns, 5,000,000 narrow,"
                            + " 200,000 wide, 20,000 with 20 KB texts; growth to 16,000,000.")
    private double share;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Each run so often; the median counts. Default: ${DEFAULT-VALUE}.")
    private int repetitions;

    @Option(
            names = "--peers",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Measure Debezium as well (the default), or not.")
    private boolean peers;

    @Option(
            names = "--debezium-source",
            paramLabel = "KEY=VALUE",
            description = "A key of Debezium's source connectors, for those who tune it better.")
    private Map<String, String> sourceKeys = Map.of();

    @Option(
            names = "--debezium-sink",
            paramLabel = "KEY=VALUE",
            description = "A key of Debezium's JDBC sink.")
    private Map<String, String> sinkKeys = Map.of();

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "4g",
            description = "Of a worker with its broker. Default: ${DEFAULT-VALUE}.")
    private String heap;

    @Mixin private Session session = new Session();

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLine(new LoadBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        session.require(repetitions >= 1 && share > 0, "--rows and --repeat have to be above 0");
        boolean psql = CopyWay.psqlIsThere();
        List<String> circumstances = new ArrayList<>(Circumstances.lines(psql, heap, repetitions));
        sourceKeys.forEach((key, value) -> circumstances.add(given("source", key, value)));
        sinkKeys.forEach((key, value) -> circumstances.add(given("sink", key, value)));
        return session.carryOut(
                runs(psql),
                "load",
                heap,
                repetitions,
                outcomes -> Report.of(circumstances, outcomes));
    }

    private List<Run> runs(boolean psql) {
        List<Way> ways = new ArrayList<>();
        ways.add(new CopyWay(false, psql));
        ways.add(new CopyWay(true, psql));
        if (peers) {
            Path plugins = Session.home().resolve("benchmarks/target/plugins");
            ways.add(new DebeziumWay(plugins, false, sourceKeys, sinkKeys));
            ways.add(new DebeziumWay(plugins, true, sourceKeys, sinkKeys));
        }
        ways.add(new DmsWay(Session.home(), 0, false));
        ways.add(new DmsWay(Session.home(), 0, true));
        List<Run> all = new ArrayList<>(Run.pairs(ways, share));
        all.addAll(Run.growth(Session.home(), share));
        return all;
    }

    private static String given(String side, String key, String value) {
        return "debezium's %s with %s=%s".formatted(side, key, value);
    }
}
