// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.cli.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands share: which of the runs are carried out, and what becomes of them. */
final class Session {
    @Option(
            names = "--only",
            paramLabel = "RUN",
            split = ",",
            description =
                    "Runs to carry out, with * for a part that may be anything, such as"
                            + " postgres-postgres/*. Commas, or several times. See --list.")
    private List<String> only = List.of("*");

    @Option(names = "--list", description = "Print the runs, and carry out none.")
    private boolean list;

    @Option(
            names = "--limit",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "The longest a run may take. Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Option(names = "--out", paramLabel = "FILE.md", description = "Write the table there as well.")
    private Path out;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * @param folder name of the folder for what runs write
     * @param report what is printed of the outcomes
     * @return exit code
     */
    int carryOut(
            List<Run> all,
            String folder,
            String heap,
            int repetitions,
            Function<List<Outcome>, String> report)
            throws Exception {
        require(limit >= 1, "--limit has to be above 0");
        List<Run> runs =
                all.stream()
                        .filter(run -> only.stream().anyMatch(p -> matches(p, run.id())))
                        .toList();
        require(!runs.isEmpty(), "--only leaves nothing; --list prints what there is");
        if (list) {
            runs.forEach(run -> System.out.println(run.id()));
            return 0;
        }
        Path place = home().resolve("benchmarks/target").resolve(folder);
        Logs.to(Files.createDirectories(place).resolve(folder + ".log"));
        List<Outcome> outcomes = new ArrayList<>();
        try (Stage stage =
                new Stage(place, Duration.ofMinutes(limit), heap, repetitions, this::say)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close)); // Ctrl-C
            for (Run run : runs) {
                outcomes.add(stage.measure(run));
                write(report.apply(outcomes)); // what there is, should it not come to an end
            }
        }
        System.out.print(report.apply(outcomes));
        return outcomes.stream().allMatch(outcome -> outcome.span().isPresent()) ? 0 : 1;
    }

    void require(boolean given, String message) {
        if (!given) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }

    private void write(String report) throws IOException {
        if (out != null) {
            Files.writeString(out, report);
        }
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

    private void say(String line) {
        System.err.println(line);
    }

    /** The folder of the project. */
    static Path home() {
        String home = System.getenv("DMS_HOME");
        return Path.of(home == null ? "." : home).toAbsolutePath();
    }
}
