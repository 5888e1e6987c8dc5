// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task goes on from the state folder it was run from last, and from no other. */
class StateGuardTest {
    @TempDir Path folder;
    private String file;

    @Test
    void onlyTheStateFolderOfTheLastRunGoesOn() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        PostgreSqlServer target = PostgreSqlServer.shared();
        source.execute("CREATE DATABASE guard");
        target.execute("CREATE DATABASE guard");
        TaskFile task =
                new TaskFile("guard", "full-load-and-cdc", source, "guard", target, "guard")
                        .include("guard")
                        .fullLoad("TargetTablePrepMode", "DROP_AND_CREATE");
        file = task.write(folder).toString();
        try (BusyShop shop = new BusyShop(source, "guard", 1_000, 5)) {
            try (DmsProcess first = start("first")) {
                first.awaitOutput("4 of 4 tables completed");
                copy("first", "copy");
                DmsProcess twice = run("first");
                assertThat(twice.exitCode()).isEqualTo(1);
                assertThat(twice.output())
                        .contains("is in use by another dms process, ")
                        .contains("The same task must not run twice")
                        .doesNotContain("another folder");
                DmsProcess copied = run("copy");
                assertThat(copied.exitCode()).isEqualTo(1);
                assertThat(copied.output())
                        .contains("task guard is being run just now, from ")
                        .contains(folder.resolve("first") + ".");
                DmsProcess copycat = copycat(source, target);
                assertThat(copycat.exitCode()).isEqualTo(1);
                assertThat(copycat.output())
                        .contains("task guard is being run just now, from ")
                        .contains("writes to the same tables of the target: guard.");
                first.requireAlive();
                first.end("TERM");
            }
            DmsProcess again = run("first", "--stop-when", "in-sync");
            assertThat(again.exitCode()).as(again.tail()).isZero();

            refused("copy", "is another one, or an older copy");
            refused("other", "does not know of it, and would load everything once more");

            DmsProcess over = run("other", "--start-over", "--stop-when", "in-sync");
            assertThat(over.exitCode()).as(over.tail()).isZero();
            assertThat(shop.compare(target, "guard", "guard")).isEmpty();
            refused("first", "is another one, or an older copy");
            DmsProcess copycat = copycat(source, target);
            assertThat(copycat.exitCode()).as(copycat.tail()).isZero();
            assertThat(copycat.output())
                    .contains("Task guard has written to the same tables of the target: guard.");
        }
    }

    /** The same task under another name. */
    private DmsProcess copycat(MariaDbServer source, PostgreSqlServer target) {
        String document =
                new TaskFile("copycat", "full-load", source, "guard", target, "guard")
                        .include("guard")
                        .write(folder)
                        .toString();
        return DmsProcess.run(
                folder, "run", document, "--state", folder.resolve("copycat").toString());
    }

    private void refused(String state, String why) {
        DmsProcess dms = run(state);
        assertThat(dms.exitCode()).as(dms.tail()).isEqualTo(1);
        assertThat(dms.output())
                .contains("task guard has been run into this target before, from ")
                .contains("3,000 rows loaded")
                .contains(why)
                .contains("--start-over")
                .contains(folder.resolve(state).toString());
    }

    private String[] command(String state, String... more) {
        return Stream.concat(
                        Stream.of("run", file, "--state", folder.resolve(state).toString()),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private DmsProcess start(String state) {
        return DmsProcess.start(folder, command(state));
    }

    private DmsProcess run(String state, String... more) {
        return DmsProcess.run(folder, command(state, more));
    }

    private void copy(String from, String to) throws Exception {
        Path source = folder.resolve(from);
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.toList();
        }
        for (Path file : files) {
            Path copied = folder.resolve(to).resolve(source.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(copied);
            } else if (Files.exists(file)) {
                Files.copy(file, copied);
            }
        }
    }
}
