// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TaskSettings;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.testing.DatabaseServer;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database whose tables' secondary objects are read. */
public abstract class ObjectsHarness {
    Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    protected abstract SourceEngine engine(ConnectionInfo info);

    /** As the engine says it. */
    protected abstract String family();

    @BeforeEach
    void begin() {
        migration = new Migration(server(), this::task, "full-load");
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    final SourceEngine engine() {
        return engine(
                new ConnectionInfo(
                        migration.server.host(),
                        migration.server.port(),
                        migration.config.get("database.user"),
                        new Password(migration.config.get("database.password")),
                        "",
                        "Test",
                        TaskSettings.defaults(),
                        Map.of(),
                        schema -> true));
    }

    protected final SecondaryObjects read(String table) {
        try (SourceEngine engine = engine()) {
            return engine.secondaryObjects(new TableId(migration.database, table));
        }
    }

    /** Tables of the database that no task takes, with the reason. */
    protected final Map<String, String> leftOut() {
        Map<String, String> tables = new TreeMap<>();
        try (SourceEngine engine = engine()) {
            engine.unusable()
                    .forEach(
                            (id, reason) -> {
                                if (id.schema().equals(migration.database)) {
                                    tables.put(id.name(), reason);
                                }
                            });
        }
        return tables;
    }

    protected final void run(String... statements) {
        migration.run(statements);
    }
}
