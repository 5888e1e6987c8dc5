// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.cli.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code load.sh}. */
@Command(
        name = "load.sh",
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
            names = "--only",
            paramLabel = "PAIR/TABLE/WAY",
            split = ",",
            description =
                    "Runs to carry out, with * for anything: postgres-postgres/twelve/*, */*/dms,"
                            + " growth/*/*. Commas, or several times. See --list.")
    private List<String> only = List.of("*");

    @Option(names = "--list", description = "Print the runs, and carry out none.")
    private boolean list;

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

    @Option(
            names = "--limit",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "The longest a run may take. Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Option(names = "--out", paramLabel = "FILE.md", description = "Write the table there as well.")
    private Path out;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLine(new LoadBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (repetitions < 1 || limit < 1 || !(share > 0)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--rows, --repeat and --limit have to be above 0");
        }
        boolean psql = CopyWay.psqlIsThere();
        List<Run> runs = runs(psql);
        if (runs.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--only leaves nothing; --list prints what there is");
        }
        if (list) {
            runs.forEach(run -> System.out.println(run.id()));
            return 0;
        }
        Path folder = home().resolve("benchmarks/target/load");
        Logs.to(Files.createDirectories(folder).resolve("load.log"));
        List<String> circumstances = new ArrayList<>(Circumstances.lines(psql, heap, repetitions));
        sourceKeys.forEach((key, value) -> circumstances.add(given("source", key, value)));
        sinkKeys.forEach((key, value) -> circumstances.add(given("sink", key, value)));
        List<Outcome> outcomes = new ArrayList<>();
        try (Stage stage =
                new Stage(folder, Duration.ofMinutes(limit), heap, repetitions, this::say)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close)); // Ctrl-C
            for (Run run : runs) {
                outcomes.add(stage.measure(run));
                if (out != null) { // what there is, should it not come to an end
                    Files.writeString(out, Report.of(circumstances, outcomes));
                }
            }
        }
        System.out.print(Report.of(circumstances, outcomes));
        return outcomes.stream().allMatch(outcome -> outcome.span().isPresent()) ? 0 : 1;
    }

    private List<Run> runs(boolean psql) throws IOException {
        List<Way> ways = new ArrayList<>();
        ways.add(new CopyWay(false, psql));
        ways.add(new CopyWay(true, psql));
        if (peers) {
            Path plugins = home().resolve("benchmarks/target/plugins");
            ways.add(new DebeziumWay(plugins, false, sourceKeys, sinkKeys));
            ways.add(new DebeziumWay(plugins, true, sourceKeys, sinkKeys));
        }
        ways.add(new DmsWay(home(), 0, false));
        ways.add(new DmsWay(home(), 0, true));
        List<Run> all = new ArrayList<>(Run.pairs(ways, share));
        all.addAll(Run.growth(home(), share));
        return all.stream()
                .filter(run -> only.stream().anyMatch(p -> matches(p, run.id())))
                .toList();
    }

    /** Parts at the end that are not given are any. */
    private static boolean matches(String pattern, String id) {
        String[] wanted = pattern.split("/");
        String[] parts = id.split("/");
        for (int i = 0; i < Math.min(wanted.length, parts.length); i++) {
            if (!wanted[i].equals("*") && !wanted[i].equals(parts[i])) {
                return false;
            }
        }
        return wanted.length <= parts.length;
    }

    private static String given(String side, String key, String value) {
        return "debezium's %s with %s=%s".formatted(side, key, value);
    }

    private void say(String line) {
        System.err.println(line);
    }

    private static Path home() {
        String home = System.getenv("DMS_HOME");
        return Path.of(home == null ? "." : home).toAbsolutePath();
    }
}
