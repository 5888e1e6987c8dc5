// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Column;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Views are loaded like tables, by tasks that load only. */
class ViewsTest {
    private Migration migration;

    private void migration(String type, String tableType) {
        migration = new Migration(type);
        migration.config.computeIfPresent(
                "table.mappings",
                (key, rules) ->
                        rules.replace(
                                "\"table-name\": \"%\"",
                                "\"table-name\": \"%\", \"table-type\": \"" + tableType + "\""));
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v varchar(9))",
                "INSERT INTO t VALUES (1, 'one'), (2, 'two')",
                "CREATE VIEW plain AS SELECT id, upper(v) AS big, v FROM t WHERE id > 1",
                "CREATE MATERIALIZED VIEW kept AS SELECT count(*) AS n FROM t",
                "INSERT INTO t VALUES (3, 'three')");
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    @Test
    void viewsBecomeTablesWithoutAKey() {
        migration("full-load", "view");
        try (SourceHarness harness = migration.start()) {
            harness.until("loads", () -> harness.isLoaded("plain") && harness.isLoaded("kept"));
            assertThat(harness.loadedRows("plain"))
                    .containsExactlyInAnyOrder(
                            new Object[] {2L, "TWO", "two"}, new Object[] {3L, "THREE", "three"});
            assertThat(harness.loadedRows("kept")).containsExactly(new Object[] {2L});
            var plain = harness.last("plain", LoadMessage.Type.END).orElseThrow().message().table();
            assertThat(plain.primaryKey()).isEmpty();
            assertThat(plain.columns().stream().map(Column::name))
                    .containsExactly("id", "big", "v");
            assertThat(plain.columns().get(2).type().length()).isEqualTo(9);
            assertThat(harness.isLoaded("t")).isFalse();
        }
    }

    @Test
    void allAreTablesAndViews() {
        migration("full-load", "all");
        try (SourceHarness harness = migration.start()) {
            harness.until(
                    "loads",
                    () ->
                            harness.isLoaded("plain")
                                    && harness.isLoaded("kept")
                                    && harness.isLoaded("t"));
        }
    }

    @Test
    void aTaskThatFollowsChangesLeavesThemOut() {
        migration("full-load-and-cdc", "all");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("t"));
            migration.run("INSERT INTO t VALUES (4, 'four')");
            harness.until("change", () -> harness.changesOf("t").size() == 1);
            assertThat(harness.loads)
                    .allMatch(load -> load.message().sourceTable().name().equals("t"));
        }
    }
}
