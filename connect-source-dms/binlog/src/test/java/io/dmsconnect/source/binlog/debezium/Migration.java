// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.dmsconnect.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceTask;

/** A database of its own and a configuration that migrates it. */
final class Migration {
    private static final AtomicInteger COUNT = new AtomicInteger();

    final DatabaseServer server;
    final String database = "d" + COUNT.incrementAndGet();
    final Map<String, String> config = new HashMap<>();
    private final Supplier<SourceTask> tasks;

    Migration(DatabaseServer server, Supplier<SourceTask> tasks, String type) {
        this.server = server;
        this.tasks = tasks;
        server.execute("CREATE DATABASE " + database + " DEFAULT CHARACTER SET utf8mb4");
        config.put("database.hostname", server.host());
        config.put("database.port", Integer.toString(server.port()));
        config.put("database.user", server.user());
        config.put("database.password", server.password());
        config.put("topic.prefix", "Test-" + database);
        config.put("migration.type", type);
        config.put(
                "table.mappings",
                """
                {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                  "object-locator": {"schema-name": "%s", "table-name": "%%"},
                  "rule-action": "include"}]}
                """
                        .formatted(database));
        config.put("task.settings", "{\"ErrorBehavior\": {\"RecoverableErrorInterval\": 1}}");
    }

    /** Runs statements on one connection in the database; zero dates are allowed. */
    void run(String... statements) {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION sql_mode = '', time_zone = '+03:00'");
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    SourceHarness start() {
        SourceHarness harness = new SourceHarness(tasks, config);
        harness.start();
        return harness;
    }

    void cleanUp() {
        server.execute("DROP DATABASE " + database);
    }
}
