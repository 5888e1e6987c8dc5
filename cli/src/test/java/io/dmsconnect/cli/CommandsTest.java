// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
    private static final String TASK =
            "src/test/resources/golden/plan/mariadb-to-postgres/task.json";
    private static final String NOBODY = "http://127.0.0.1:1";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int dms(String... arguments) {
        CommandLine command = Dms.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "demo", "run", "lint", "explain", "plan", "deploy", "status"})
    void everyCommandHelps(String command) {
        assertThat(command.isEmpty() ? dms("--help") : dms(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: dms " + command).contains("--help");
    }

    @Test
    void aPlanGoesToTheTerminalAndItsWarningsBesideIt() {
        assertThat(dms("plan", TASK)).isZero();
        assertThat(out.toString()).contains("\"name\" : \"shop-source\"").contains("${env:SRC_PW}");
        assertThat(err.toString())
                .startsWith("warning: TargetEndpoint.Password")
                .doesNotContain("written-out\"");
    }

    @Test
    void aPlanGoesIntoAFolder(@TempDir Path folder) throws Exception {
        assertThat(dms("plan", TASK, "--out", folder.resolve("new").toString())).isZero();
        assertThat(Files.readString(folder.resolve("new/shop-sink.json")))
                .contains("\"name\" : \"shop-sink\"");
    }

    @Test
    void wrongInputEndsWith2AndTouchesNothing(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("t.json"), "{\"MigrationType\": 1}");
        Path state = folder.resolve("state");
        assertThat(dms("run", file.toString(), "--state", state.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("error: MigrationType: has to be a string, not a number")
                .contains("error: SourceEndpoint: is missing")
                .doesNotContain("\tat ");
        assertThat(state).doesNotExist();
    }

    @Test
    void everythingThatIsWrongIsToldTogether(@TempDir Path folder) throws Exception {
        String task =
                Files.readString(Path.of(TASK))
                        .replace("\"include\"", "\"inclued\", \"filtres\": [1]")
                        .replace("\"DO_NOTHING\"", "\"DO_NOTING\", \"CommitRates\": 1")
                        .replace("\"MigrationType\"", "\"Tag\": 1, \"MigrationType\"")
                        .replace("\"full-load-and-cdc\"", "\"full-load-cdc\"");
        Path file = Files.writeString(folder.resolve("t.json"), task);
        assertThat(dms("plan", file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("explicit (in lower case); do you mean include?")
                .contains("filtres (line 6): unknown member, ignored; do you mean filters?")
                .contains(
                        "one of full-load, cdc, full-load-and-cdc; do you mean full-load-and-cdc?");
    }

    @Test
    void aPlanThatCannotBeWrittenEndsWith2(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(dms("plan", TASK, "--out", file.resolve("below").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("error: --out: ").contains("cannot be written");
    }

    @Test
    void anUnknownReferenceEndsWith2AndTouchesNothing(@TempDir Path folder) {
        Path state = folder.resolve("state");
        assertThat(dms("run", TASK, "--state", state.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("${env:SRC_PW}: this environment variable is not set");
        assertThat(state).doesNotExist();
    }

    @Test
    void aWrongCommandLineEndsWith2() {
        assertThat(dms()).isEqualTo(2);
        assertThat(dms("fly")).isEqualTo(2);
        assertThat(dms("run")).isEqualTo(2);
        assertThat(dms("plan", TASK, "--converter", "avro")).isEqualTo(2);
        assertThat(dms("plan", TASK, "--converter", "xml")).isEqualTo(2);
        assertThat(dms("demo", "--stop-when", "never")).isEqualTo(2);
        assertThat(dms("deploy", TASK)).isEqualTo(2);
    }

    @Test
    void aWorkerThatIsNotThereEndsWith1() {
        assertThat(dms("deploy", TASK, "--connect", NOBODY)).isEqualTo(1);
        assertThat(err.toString())
                .contains("error: there is no Kafka Connect worker to reach at " + NOBODY)
                .doesNotContain("\tat ");
    }
}
