// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.PostgreSqlServer;
import io.dmsconnect.testing.RowComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many tables, wide tables, empty tables. */
class ScaleTest {
    private static final int TABLES = Integer.getInteger("scale.tables", 500);

    /** Of every second table; with more the comparison is by count and sum. */
    private static final int ROWS = Integer.getInteger("scale.rows", 2);

    private static final int COLUMNS = 300;

    private static final int CHANGING = Integer.getInteger("scale.changing", 60);
    private static final int CHANGES = Integer.getInteger("scale.changes", 20);

    @TempDir Path folder;

    /** The whole measure: -Dscale.changing=300 -Dscale.changes=200. */
    @Test
    void manyTablesThatChangeAtOnce() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.shared();
        server.execute("CREATE DATABASE changing_s", "CREATE DATABASE changing_t");
        try (var connection = server.connect("changing_s");
                var statement = connection.createStatement()) {
            for (int i = 0; i < CHANGING; i++) {
                statement.addBatch("CREATE TABLE t" + i + " (id int PRIMARY KEY, v text)");
                statement.addBatch("INSERT INTO t" + i + " VALUES (0, 'loaded')");
            }
            statement.executeBatch();
        }
        String file =
                new TaskFile(
                                "changing",
                                "full-load-and-cdc",
                                server,
                                "changing_s",
                                server,
                                "changing_t")
                        .include("public")
                        .write(folder)
                        .toString();
        String state = folder.resolve("state").toString();
        try (DmsProcess dms = DmsProcess.start(folder, "run", file, "--state", state);
                var connection = server.connect("changing_s");
                var statement = connection.createStatement()) {
            dms.awaitOutput(CHANGING + " of " + CHANGING + " tables completed");
            long begun = System.nanoTime();
            connection.setAutoCommit(false);
            for (int n = 1; n <= CHANGES; n++) {
                for (int i = 0; i < CHANGING; i++) {
                    statement.addBatch("INSERT INTO t%d VALUES (%d, 'new')".formatted(i, n));
                    statement.addBatch(
                            "UPDATE t%d SET v = 'changed' WHERE id = %d".formatted(i, n - 1));
                }
                statement.executeBatch();
                connection.commit();
            }
            dms.awaitOutput(
                    String.format(
                            Locale.ROOT, "%,d changes applied, in sync", CHANGING * CHANGES * 2));
            System.out.printf(
                    "%d tables, %,d changes: applied after %,d ms; most memory: %s%n",
                    CHANGING,
                    CHANGING * CHANGES * 2,
                    (System.nanoTime() - begun) / 1_000_000,
                    dms.mostMemory());
            assertThat(dms.end("TERM")).as(dms.tail()).isEqualTo(143);
        }
        try (var from = server.connect("changing_s");
                var to = server.connect("changing_t")) {
            for (int i = 0; i < CHANGING; i++) {
                String sql = "SELECT id, v FROM public.t" + i;
                assertThat(RowComparison.compare(from, sql, to, sql)).as("t%d", i).isEmpty();
            }
        }
    }

    @Test
    void manyTablesAndOneOfThreeHundredColumns() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.shared();
        server.execute("CREATE DATABASE scale_s", "CREATE DATABASE scale_t");
        try (var connection = server.connect("scale_s");
                var statement = connection.createStatement()) {
            for (int i = 0; i < TABLES; i++) {
                statement.addBatch("CREATE TABLE t" + i + " (id int PRIMARY KEY, v text)");
                if (i % 2 == 0) {
                    statement.addBatch(
                            "INSERT INTO t%d SELECT n, CASE WHEN n <> 2 THEN repeat('a', 60) END FROM generate_series(1, %d) n"
                                    .formatted(i, ROWS));
                }
            }
            List<String> columns = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (int i = 0; i < COLUMNS; i++) {
                columns.add("c" + i + (i % 3 == 0 ? " varchar(200)" : " int"));
                values.add(i % 7 == 0 ? "NULL" : "'" + i + "'");
            }
            statement.addBatch(
                    "CREATE TABLE wide (id int PRIMARY KEY, " + String.join(", ", columns) + ")");
            statement.addBatch("INSERT INTO wide VALUES (1, " + String.join(", ", values) + ")");
            statement.executeBatch();
        }
        String file =
                new TaskFile("scale", "full-load", server, "scale_s", server, "scale_t")
                        .include("public")
                        .write(folder)
                        .toString();
        DmsProcess run =
                DmsProcess.run(
                        folder,
                        "run",
                        file,
                        "--state",
                        folder.resolve("state").toString(),
                        "--stop-when",
                        "full-load-complete");
        assertThat(run.exitCode()).as(run.tail()).isZero();
        try (var from = server.connect("scale_s");
                var to = server.connect("scale_t")) {
            for (int i = 0; i < TABLES; i += 1) {
                String sql =
                        (ROWS > 1000
                                        ? "SELECT count(*), sum(id), count(v), sum(length(v)) FROM public.t"
                                        : "SELECT * FROM public.t")
                                + i;
                assertThat(RowComparison.compare(from, sql, to, sql)).as("t%d", i).isEmpty();
            }
            String wide = "SELECT * FROM public.wide";
            assertThat(RowComparison.compare(from, wide, to, wide)).isEmpty();
        }
    }
}
