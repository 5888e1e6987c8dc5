// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.testing.DatabaseServer;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Views are loaded like tables, by tasks that load only. */
public abstract class ViewsContract {
    private Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    private void migration(String type, String tableType) {
        migration = new Migration(server(), this::task, type);
        migration.config.computeIfPresent(
                "table.mappings",
                (key, rules) ->
                        rules.replace(
                                "\"table-name\": \"%\"",
                                "\"table-name\": \"%\", \"table-type\": \"" + tableType + "\""));
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v varchar(9))",
                "INSERT INTO t VALUES (1, 'one'), (2, 'two')",
                "CREATE VIEW plain AS SELECT id, upper(v) AS big, v FROM t WHERE id > 1");
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    @Test
    void aViewBecomesATableWithoutAKey() {
        migration("full-load", "view");
        try (SourceHarness harness = migration.start()) {
            harness.until("load", () -> harness.isLoaded("plain"));
            assertThat(harness.loadedRows("plain"))
                    .containsExactly(new Object[] {2L, "TWO", "two"});
            var plain =
                    harness.last("plain", LoadMessage.Type.END).orElseThrow().message().table();
            assertThat(plain.primaryKey()).isEmpty();
            assertThat(plain.columns().stream().map(Column::name))
                    .containsExactly("id", "big", "v");
            assertThat(plain.columns().get(2).type().length()).isEqualTo(9);
            assertThat(harness.isLoaded("t")).isFalse();
        }
    }

    @Test
    void aViewThatCannotBeReadIsNamed() {
        migration("full-load", "all");
        migration.run("CREATE VIEW broken AS SELECT * FROM t", "DROP TABLE t");
        try (SourceHarness harness = migration.start()) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> harness.until("never", () -> false))
                    .hasMessageContaining("broken")
                    .hasMessageContaining("refer to what is not there");
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
