// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The zips in a plain Connect worker (Kafka's own ConnectDistributed), with what {@code dms plan}
 * prints sent to its REST API; the broker is killed on the way.
 */
class PlainWorkerTest {
    @TempDir Path folder;

    @Test
    void plannedConnectorsRunInAnyWorker() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        PostgreSqlServer target = PostgreSqlServer.shared();
        source.execute("CREATE DATABASE plain");
        target.execute("CREATE DATABASE plain");
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Repository.pluginZips().forEach(zip -> PluginZips.unpack(zip, plugins));
        Path task =
                new TaskFile("plain", "full-load-and-cdc", source, "plain", target, "plain")
                        .include("plain")
                        .write(folder);
        try (PlainCluster cluster = new PlainCluster(folder);
                BusyShop shop = new BusyShop(source, "plain", 20_000, 11).start()) {
            Process kafka = cluster.startKafka();
            PlainCluster.Worker worker = cluster.startWorker("plain", plugins, "service_load");
            Path plan = folder.resolve("plan");
            DmsProcess planned =
                    DmsProcess.run(folder, "plan", task.toString(), "--out", plan.toString());
            assertThat(planned.exitCode()).as(planned.tail()).isZero();
            try (Stream<Path> configs = Files.list(plan)) {
                for (Path config : configs.sorted().toList()) {
                    worker.post("/connectors", Files.readString(config));
                }
            }
            awaitLoaded(target);
            PlainCluster.kill(kafka);
            shop.awaitTransactions(200);
            cluster.startKafka();
            shop.awaitTransactions(200);
            shop.stop();
            Eventually.holds(
                    Duration.ofMinutes(4),
                    () ->
                            assertThat(shop.compare(target, "plain", "plain"))
                                    .as(worker.get("/connectors?expand=status").toString())
                                    .isEmpty());
            DmsProcess status =
                    DmsProcess.run(
                            folder,
                            "status",
                            task.toString(),
                            "--connect",
                            worker.url().toString());
            assertThat(status.exitCode()).as(status.tail()).isZero();
            assertThat(status.output()).contains("orders").contains("Table completed");
            worker.delete("/connectors/plain-sink");
            for (String expected : List.of("created", "changed")) {
                DmsProcess deployed =
                        DmsProcess.run(
                                folder,
                                "deploy",
                                task.toString(),
                                "--connect",
                                worker.url().toString());
                assertThat(deployed.exitCode()).as(deployed.tail()).isZero();
                assertThat(deployed.output()).contains("plain-sink: " + expected);
                source.execute(
                        "UPDATE plain.orders SET note = '%s' WHERE id %% 100 = 7"
                                .formatted(expected),
                        "INSERT INTO plain.nothing VALUES (%d)".formatted(expected.hashCode()));
                Eventually.holds(
                        Duration.ofMinutes(4),
                        () -> assertThat(shop.compare(target, "plain", "plain")).isEmpty());
            }
        }
    }

    private static void awaitLoaded(PostgreSqlServer target) {
        Eventually.holds(
                Duration.ofMinutes(4),
                () -> {
                    try (var connection = target.connect("plain");
                            var statement = connection.createStatement();
                            var result =
                                    statement.executeQuery(
                                            "SELECT count(*) FROM awsdms_connect_tables WHERE load_end IS NOT NULL")) {
                        result.next();
                        assertThat(result.getInt(1)).isEqualTo(BusyShop.TABLES.size());
                    }
                });
    }
}
