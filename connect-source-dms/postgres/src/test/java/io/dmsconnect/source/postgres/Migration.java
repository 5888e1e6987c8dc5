// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.settings.TaskSettings;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.PostgreSqlServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.types.Password;

/** A schema of its own and a configuration that migrates it. */
final class Migration {
    private static final AtomicInteger COUNT = new AtomicInteger();

    final PostgreSqlServer server;
    final String schema = "s" + COUNT.incrementAndGet();
    final Map<String, String> config = new HashMap<>();

    Migration(PostgreSqlServer server, String type) {
        this.server = server;
        server.execute("CREATE SCHEMA " + schema);
        config.put("database.hostname", server.host());
        config.put("database.port", Integer.toString(server.port()));
        config.put("database.user", server.user());
        config.put("database.password", server.password());
        config.put("database.dbname", "postgres");
        config.put("topic.prefix", "Test-" + schema);
        config.put("migration.type", type);
        config.put(
                "table.mappings",
                """
                {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                  "object-locator": {"schema-name": "%s", "table-name": "%%"},
                  "rule-action": "include"}]}
                """
                        .formatted(schema));
        config.put("task.settings", "{\"ErrorBehavior\": {\"RecoverableErrorInterval\": 1}}");
    }

    Migration(String type) {
        this(PostgreSqlServer.shared(), type);
    }

    /** Runs statements on one connection in the schema. */
    void run(String... statements) {
        server.execute(
                "SET search_path = " + schema + ", public; " + String.join("; ", statements));
    }

    ConnectionInfo info() {
        return new ConnectionInfo(
                server.host(),
                server.port(),
                config.get("database.user"),
                new Password(config.get("database.password")),
                "postgres",
                config.get("topic.prefix"),
                TaskSettings.defaults(),
                Map.of(),
                schema -> true);
    }

    SourceHarness start() {
        SourceHarness harness = new SourceHarness(config);
        harness.start();
        return harness;
    }

    /** The server takes a moment to notice that its reader has gone. */
    void dropSlot() {
        Eventually.holds(
                Duration.ofMinutes(1),
                () ->
                        server.query(
                                "SELECT pg_drop_replication_slot(slot_name) FROM"
                                        + " pg_replication_slots WHERE slot_name LIKE 'dms_test_"
                                        + schema
                                        + "\\_%'"));
    }

    /** Frees the slot; many tests share a server. */
    void cleanUp() {
        server.execute(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                        + " WHERE NOT active AND slot_name LIKE 'dms_test_"
                        + schema
                        + "\\_%'");
        server.query(
                        "SELECT pubname FROM pg_publication WHERE pubname LIKE 'dms_test_"
                                + schema
                                + "\\_%'")
                .forEach(row -> server.execute("DROP PUBLICATION " + row.get(0)));
        server.execute("DROP SCHEMA " + schema + " CASCADE");
    }
}
