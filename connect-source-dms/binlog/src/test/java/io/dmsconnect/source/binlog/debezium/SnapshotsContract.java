// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TaskSettings;
import org.apache.kafka.common.config.types.Password;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.testing.DatabaseServer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that are altered between a load's snapshot and their turn in the load. */
public abstract class SnapshotsContract {
    private Migration migration;
    private TableId table;
    private SourceEngine engine;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    protected abstract SourceEngine engine(ConnectionInfo info);

    @BeforeEach
    void oneTable() {
        migration = new Migration(server(), this::task, "full-load-and-cdc");
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, a varbinary(10), b int)",
                "INSERT INTO t VALUES (1, 'a1', 1)");
        table = new TableId(migration.database, "t");
        engine =
                engine(
                        new ConnectionInfo(
                                migration.server.host(),
                                migration.server.port(),
                                migration.server.user(),
                                new Password(migration.server.password()),
                                "",
                                "Test",
                                TaskSettings.defaults(),
                                Map.of(),
                                schema -> true));
    }

    @AfterEach
    void cleanUp() {
        engine.close();
        migration.cleanUp();
    }

    private Table begin(LoadSnapshot snapshot) {
        String held = snapshot.hold(table);
        Table now = engine.describe(List.of(table)).get(table);
        return engine.identify(now, snapshot.position(), held, "").table();
    }

    /** Nobody reads the log here: only the snapshot itself can tell. */
    @Test
    void aTableThatIsAlteredBehindItsSnapshotIsReadFromTheNextOne() {
        for (String alteration :
                List.of(
                        "ALTER TABLE t DROP COLUMN a, ADD COLUMN a longtext",
                        "ALTER TABLE t RENAME COLUMN b TO c",
                        "ALTER TABLE t DROP COLUMN c",
                        "ALTER TABLE t ADD COLUMN d varchar(9), ADD COLUMN e varchar(9)",
                        "ALTER TABLE t RENAME COLUMN d TO e, RENAME COLUMN e TO d")) {
            try (LoadSnapshot snapshot = engine.snapshot(1, List.of(table))) {
                migration.run(alteration);
                assertThatThrownBy(() -> begin(snapshot))
                        .as(alteration)
                        .isInstanceOf(ReplicationException.class)
                        .hasMessageContaining(migration.database + ".t");
            }
            try (LoadSnapshot snapshot = engine.snapshot(1, List.of(table))) {
                assertThat(begin(snapshot).columns())
                        .extracting(Column::name)
                        .isEqualTo(
                                engine.describe(List.of(table)).get(table).columns().stream()
                                        .map(Column::name)
                                        .toList());
            }
        }
    }
}
