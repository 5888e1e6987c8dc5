// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C and SIGTERM at several moments of a run: one line, soon, and nothing is lost. */
class SignalTest {
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    /** A machine at load 25 takes 4 s; the test is of the order, not of the second. */
    private static final long LONGEST_MILLIS = 40_000;

    @TempDir Path folder;

    @Test
    void aRunEndsInOneLineAndGoesOn() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        PostgreSqlServer target = PostgreSqlServer.shared();
        source.execute("CREATE DATABASE signals");
        target.execute("CREATE DATABASE signals");
        String file =
                new TaskFile("signals", "full-load-and-cdc", source, "signals", target, "signals")
                        .include("signals")
                        .write(folder)
                        .toString();
        String state = folder.resolve("state").toString();
        String[] run = {"run", file, "--state", state};
        try (BusyShop shop = new BusyShop(source, "signals", 5_000, 3).start()) {
            try (DmsProcess dms = DmsProcess.start(folder, run)) {
                dms.awaitOutput("state and log in");
                ends(dms, "TERM", TERMINATED, "at the start");
            }
            try (DmsProcess dms = DmsProcess.start(folder, run)) {
                dms.awaitOutput("4 of 4 tables completed");
                ends(dms, "TERM", TERMINATED, "while changes are applied");
            }
            try (DmsProcess dms = DmsProcess.start(folder, run)) {
                dms.awaitOutput("4 of 4 tables completed");
                dms.signal("INT");
                ends(dms, "INT", INTERRUPTED, "told twice");
            }
            shop.stop();
            DmsProcess last =
                    DmsProcess.run(folder, "run", file, "--state", state, "--stop-when", "in-sync");
            assertThat(last.exitCode()).as(last.tail()).isZero();
            assertThat(shop.compare(target, "signals", "signals")).isEmpty();
        }
    }

    private static void ends(DmsProcess dms, String signal, int code, String when) {
        long from = System.nanoTime();
        assertThat(dms.end(signal)).as(dms.tail()).isEqualTo(code);
        long millis = (System.nanoTime() - from) / 1_000_000;
        System.out.println("SIG" + signal + " " + when + ": ended after " + millis + " ms");
        assertThat(millis).isLessThan(LONGEST_MILLIS);
        assertThat(dms.output())
                .containsOnlyOnce("Stopped; 'dms run' goes on from here.")
                .endsWith("Stopped; 'dms run' goes on from here.\n")
                .doesNotContain("Exception", "\tat ", "error:");
    }
}
