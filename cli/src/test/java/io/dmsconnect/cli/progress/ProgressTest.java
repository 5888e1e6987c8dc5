// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static TableStatistics table(String name, String state, long estimated, long loaded) {
        return new TableStatistics(
                name, name, state, 1, 0, 0, estimated, loaded, 1, 2, 3, 0, 45, "");
    }

    @Test
    void eachTableHasItsLine() {
        List<String> lines =
                new ProgressTable(25)
                        .lines(
                                List.of(
                                        table("shop.a", TableStatistics.FULL_LOAD, 2000, 1000),
                                        table("shop.b", TableStatistics.COMPLETED, -1, 0),
                                        table("shop.c", TableStatistics.BEFORE_LOAD, 5, 0)));
        assertThat(lines)
                .satisfiesExactly(
                        header ->
                                assertThat(header).startsWith("Table   State").endsWith("Latency"),
                        a ->
                                assertThat(a)
                                        .startsWith("shop.a  Full load       ##########..........")
                                        .contains("1,000 of ~2,000")
                                        .endsWith("45 ms"),
                        b -> assertThat(b).contains("Table completed ####################"),
                        c ->
                                assertThat(c)
                                        .contains("Before load     ....................")
                                        .contains("0 of ~5"),
                        summary ->
                                assertThat(summary)
                                        .isEqualTo(
                                                "1 of 3 tables completed, 1,000 rows loaded, 18 changes"
                                                        + " applied, latency 45 ms"));
    }

    @Test
    void aRunShowsTheAgeOfWhatWaits() {
        List<String> lines =
                new ProgressTable(25)
                        .lines(
                                List.of(
                                        table("shop.a", TableStatistics.COMPLETED, 5, 5),
                                        table("shop.b", TableStatistics.COMPLETED, 5, 5)),
                                new Backlog(41, Map.of("shop.b", 74_900L), "lag 74.9 s"));
        assertThat(lines.get(0)).endsWith("Lag");
        assertThat(lines.get(1)).endsWith("-");
        assertThat(lines.get(2)).endsWith("74.9 s");
        assertThat(lines.get(3))
                .isEqualTo(
                        "2 of 41 tables completed, 10 rows loaded, 12 changes applied, lag 74.9 s");
    }

    /** The server's statistics are a guess. */
    @Test
    void theBarIsFullOnlyWhenTheLoadIs() {
        assertThat(ProgressTable.bar(table("t", TableStatistics.FULL_LOAD, 10, 1000)))
                .endsWith(".");
        assertThat(ProgressTable.bar(table("t", TableStatistics.FULL_LOAD, 0, 1000)))
                .startsWith(".");
    }

    @Test
    void ofManyTablesTheBusyOnesAreShown() {
        List<TableStatistics> tables = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            tables.add(table("s.t%03d".formatted(i), TableStatistics.COMPLETED, 1, 1));
        }
        tables.set(300, table("s.t300", TableStatistics.FULL_LOAD, 9, 1));
        tables.set(
                400,
                new TableStatistics(
                        "s.t400",
                        "s.t400",
                        TableStatistics.ERROR,
                        1,
                        0,
                        0,
                        9,
                        1,
                        0,
                        0,
                        0,
                        0,
                        -1,
                        "why\nmore"));
        List<String> lines = new ProgressTable(5).lines(tables);
        assertThat(lines).hasSizeLessThan(12);
        assertThat(String.join("\n", lines))
                .contains("s.t300", "s.t400", "... and 495 more tables", "s.t400: why")
                .contains("498 of 500 tables completed (1 with an error)");
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Terminal terminal(boolean inPlace) {
        return new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), inPlace, 20);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTerminalIsDrawnInPlaceAndCutToItsWidth() {
        Terminal terminal = terminal(true);
        terminal.progress(List.of("one", "x".repeat(30)), "line");
        terminal.say("news");
        terminal.last(List.of("end"));
        assertThat(printed())
                .isEqualTo(
                        "one\n%2$s\n\u001b[2A\r\u001b[Jnews\none\n%2$s\n\u001b[2A\r\u001b[Jend\n"
                                .replace("%2$s", "x".repeat(20)));
    }

    @Test
    void aFileGetsALineNowAndThen() {
        Terminal terminal = terminal(false);
        for (int i = 0; i < 50; i++) {
            terminal.progress(List.of("a", "b"), "line " + i);
        }
        terminal.say("news");
        assertThat(printed()).isEqualTo("line 0\nnews\n");
    }

    /** Two Ctrl-C: one thread prints the last picture while the other ends the process. */
    @Test
    void nothingComesBehindTheLineOfTheEnd() {
        Terminal terminal = terminal(false);
        terminal.close();
        terminal.end("Stopped.");
        terminal.last(List.of("a table"));
        terminal.say("news");
        terminal.progress(List.of("a"), "line");
        assertThat(printed()).isEqualTo("Stopped.\n");
    }
}
