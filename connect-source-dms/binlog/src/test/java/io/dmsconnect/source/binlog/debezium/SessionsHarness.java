// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.testing.DatabaseServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two tables that are loaded and followed, and a look at whether source and target are equal. */
public abstract class SessionsHarness {
    Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    @BeforeEach
    void begin() {
        migration = new Migration(server(), this::task, "full-load-and-cdc");
        migration.config.put("new.tables.check.interval.ms", "100");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, a int, v text)",
                "CREATE TABLE u (id int PRIMARY KEY, a int, v text)",
                "INSERT INTO t VALUES (1, 10, '1'), (2, 20, '2')",
                "INSERT INTO u VALUES (1, 10, 'one')");
    }

    @AfterEach
    void cleanUp() {
        // a test that failed must not lock the tables for good
        for (List<String> xa : server().query("XA RECOVER")) {
            int length = Integer.parseInt(xa.get(1));
            server().execute(
                            "XA ROLLBACK '%s','%s',%s"
                                    .formatted(
                                            xa.get(3).substring(0, length),
                                            xa.get(3).substring(length),
                                            xa.get(0)));
        }
        migration.cleanUp();
    }

    SourceHarness loaded() {
        SourceHarness harness = migration.start();
        harness.until("loaded", () -> harness.isLoaded("t") && harness.isLoaded("u"));
        return harness;
    }

    Map<String, List<String>> source(String table) {
        Map<String, List<String>> rows = new TreeMap<>();
        migration
                .server
                .query("SELECT id, a, v FROM " + migration.database + "." + table)
                .forEach(row -> rows.put(row.get(0), new ArrayList<>(row)));
        return rows;
    }

    private static Map<String, List<String>> target(SourceHarness harness, String table) {
        Map<String, List<String>> rows = new TreeMap<>();
        harness.replica(table)
                .values()
                .forEach(
                        row -> {
                            List<String> texts = new ArrayList<>();
                            for (Object value : row) {
                                texts.add(value == null ? null : value.toString());
                            }
                            rows.put(texts.get(0), texts);
                        });
        return rows;
    }

    /** Polls until the target has what the source has by now. */
    void awaitEqual(SourceHarness harness) {
        migration.run("REPLACE INTO u VALUES (0, " + System.nanoTime() % 1_000_000_000 + ", 'end')");
        for (String table : List.of("u", "t")) {
            Map<String, List<String>> expected = source(table);
            try {
                harness.until(
                        table + " is equal", () -> target(harness, table).equals(expected));
            } catch (AssertionError e) {
                assertThat(target(harness, table)).as(table).isEqualTo(expected);
                throw e;
            }
        }
    }

    static long loads(SourceHarness harness, String table) {
        return harness.loads.stream()
                .filter(load -> load.message().sourceTable().name().equals(table))
                .filter(load -> load.message().type() == LoadMessage.Type.END)
                .count();
    }

    /** Polls until what has been done so far was read, and its offset stored. */
    void settle(SourceHarness harness) {
        int before = harness.changesOf("u").size();
        migration.run("REPLACE INTO u VALUES (0, " + System.nanoTime() % 1_000_000_000 + ", 'x')");
        harness.until("read", () -> harness.changesOf("u").size() > before);
    }

    static String failure(SourceHarness harness) {
        try {
            harness.until("stops", () -> false);
            return "";
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
