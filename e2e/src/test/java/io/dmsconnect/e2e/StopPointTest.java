// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dms run} of tasks with stop points, while somebody writes. */
class StopPointTest {
    @TempDir Path folder;

    @Test
    void afterTheFullLoad() throws Exception {
        stopsAndGoesOn(
                "StopTaskCachedChangesNotApplied",
                "Stopped after the full load; no change is applied yet.",
                false);
    }

    @Test
    void afterTheCachedChanges() throws Exception {
        stopsAndGoesOn(
                "StopTaskCachedChangesApplied",
                "Stopped after the cached changes; later ones are not applied yet.",
                true);
    }

    private void stopsAndGoesOn(String setting, String said, boolean changes) throws Exception {
        PostgreSqlServer source = PostgreSqlServer.shared();
        MariaDbServer target = MariaDbServer.shared();
        String name = changes ? "stop_applied" : "stop_loaded";
        source.execute("CREATE DATABASE " + name);
        target.execute("CREATE DATABASE " + name);
        String file =
                new TaskFile(
                                name.replace('_', '-'),
                                "full-load-and-cdc",
                                source,
                                name,
                                target,
                                name)
                        .include("public")
                        .renameSchema("public", name)
                        .fullLoad(setting, true)
                        .write(folder)
                        .toString();
        String state = folder.resolve("state").toString();
        try (BusyShop shop = new BusyShop(source, name, changes ? 150_000 : 30_000, 5).start()) {
            DmsProcess first = DmsProcess.run(folder, "run", file, "--state", state);
            assertThat(first.exitCode()).as(first.tail()).isZero();
            assertThat(first.output()).contains(said, "'dms run --resume' goes on");
            long applied = applied(target, name);
            assertThat(applied > 0).isEqualTo(changes);

            DmsProcess again =
                    DmsProcess.run(folder, "run", file, "--state", state, "--stop-when", "in-sync");
            assertThat(again.exitCode()).as(again.tail()).isZero();
            assertThat(again.output()).contains(said);
            assertThat(applied(target, name)).isEqualTo(applied);

            shop.stop();
            DmsProcess last =
                    DmsProcess.run(
                            folder,
                            "run",
                            file,
                            "--state",
                            state,
                            "--resume",
                            "--stop-when",
                            "in-sync");
            assertThat(last.exitCode()).as(last.tail()).isZero();
            assertThat(shop.compare(target, name, name)).isEmpty();
            assertThat(applied(target, name)).isGreaterThan(applied);
        }
    }

    private static long applied(MariaDbServer target, String name) {
        return Long.parseLong(
                target.query(
                                """
                                SELECT COALESCE(SUM(inserts + updates + deletes), 0)
                                FROM awsdms_control.awsdms_connect_tables WHERE target_schema = '%s'
                                """
                                        .formatted(name))
                        .get(0)
                        .get(0));
    }
}
