// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.FreePort;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The zips in a plain Connect worker (Kafka's own ConnectDistributed), with what {@code dms plan}
 * prints sent to its REST API; the broker is killed on the way.
 */
class PlainWorkerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIFETIME_SECONDS = "240";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();

    @TempDir Path folder;

    @AfterEach
    void endProcesses() {
        processes.forEach(PlainWorkerTest::kill);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Process java(String name, String main, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "timeout",
                                "-s",
                                "KILL",
                                LIFETIME_SECONDS,
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx768m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve(name + ".out").toFile()))
                        .start();
        processes.add(process);
        return process;
    }

    private Process startKafka() throws IOException {
        Path address = folder.resolve("kafka.address");
        Files.deleteIfExists(address);
        Process kafka =
                java(
                        "kafka",
                        "io.dmsconnect.e2e.KafkaMain",
                        folder.resolve("kafka").toString(),
                        address.toString());
        Eventually.holds(
                Duration.ofSeconds(60), () -> assertThat(address).exists().isNotEmptyFile());
        return kafka;
    }

    private URI startWorker() throws IOException {
        int port = FreePort.find();
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Repository.pluginZips().forEach(zip -> PluginZips.unpack(zip, plugins));
        Path config = folder.resolve("worker.properties");
        Files.writeString(
                config,
                """
                bootstrap.servers=%s
                group.id=plain
                config.storage.topic=plain-configs
                offset.storage.topic=plain-offsets
                status.storage.topic=plain-status
                config.storage.replication.factor=1
                offset.storage.replication.factor=1
                status.storage.replication.factor=1
                key.converter=org.apache.kafka.connect.json.JsonConverter
                value.converter=org.apache.kafka.connect.json.JsonConverter
                listeners=http://127.0.0.1:%d
                plugin.path=%s
                plugin.discovery=service_load
                offset.flush.interval.ms=1000
                exactly.once.source.support=enabled
                """
                        .formatted(
                                Files.readString(folder.resolve("kafka.address")), port, plugins));
        java("worker", "org.apache.kafka.connect.cli.ConnectDistributed", config.toString());
        URI url = URI.create("http://127.0.0.1:" + port);
        Eventually.holds(
                Duration.ofSeconds(90),
                () -> assertThat(get(url.resolve("/connectors"))).isNotNull());
        return url;
    }

    private JsonNode get(URI url) throws Exception {
        return JSON.readTree(
                http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private void post(URI url, String body) throws Exception {
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(url)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    @Test
    void plannedConnectorsRunInAnyWorker() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        PostgreSqlServer target = PostgreSqlServer.shared();
        source.execute("CREATE DATABASE plain");
        target.execute("CREATE DATABASE plain");
        Process kafka = startKafka();
        URI worker = startWorker();
        assertThat(get(worker.resolve("/connector-plugins")).toString())
                .contains("io.dmsconnect.source.postgres.PostgreSqlSourceConnector")
                .contains("io.dmsconnect.source.mysql.MySqlSourceConnector")
                .contains("io.dmsconnect.source.mariadb.MariaDbSourceConnector")
                .contains("io.dmsconnect.rds.RdsSinkConnector");
        Path task =
                new TaskFile("plain", "full-load-and-cdc", source, "plain", target, "plain")
                        .include("plain")
                        .write(folder);
        try (BusyShop shop = new BusyShop(source, "plain", 20_000, 11).start()) {
            Path plan = folder.resolve("plan");
            DmsProcess planned =
                    DmsProcess.run(folder, "plan", task.toString(), "--out", plan.toString());
            assertThat(planned.exitCode()).as(planned.tail()).isZero();
            try (Stream<Path> configs = Files.list(plan)) {
                for (Path config : configs.sorted().toList()) {
                    post(worker.resolve("/connectors"), Files.readString(config));
                }
            }
            awaitLoaded(target);
            kill(kafka);
            Thread.sleep(3_000);
            startKafka();
            Thread.sleep(5_000);
            shop.stop();
            Eventually.holds(
                    Duration.ofSeconds(100),
                    () ->
                            assertThat(shop.compare(target, "plain", "plain"))
                                    .as(get(worker.resolve("/connectors?expand=status")).toString())
                                    .isEmpty());
            DmsProcess status =
                    DmsProcess.run(
                            folder, "status", task.toString(), "--connect", worker.toString());
            assertThat(status.exitCode()).as(status.tail()).isZero();
            assertThat(status.output()).contains("orders").contains("Table completed");
            delete(worker.resolve("/connectors/plain-sink"));
            for (String expected : List.of("created", "changed")) {
                DmsProcess deployed =
                        DmsProcess.run(
                                folder, "deploy", task.toString(), "--connect", worker.toString());
                assertThat(deployed.exitCode()).as(deployed.tail()).isZero();
                assertThat(deployed.output()).contains("plain-sink: " + expected);
                source.execute(
                        "UPDATE plain.orders SET note = '%s' WHERE id %% 100 = 7"
                                .formatted(expected),
                        "INSERT INTO plain.nothing VALUES (%d)".formatted(expected.hashCode()));
                Eventually.holds(
                        Duration.ofSeconds(60),
                        () -> assertThat(shop.compare(target, "plain", "plain")).isEmpty());
            }
        }
    }

    private void delete(URI url) throws Exception {
        assertThat(
                        http.send(
                                        HttpRequest.newBuilder(url).DELETE().build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                .isEqualTo(204);
    }

    private static void awaitLoaded(PostgreSqlServer target) {
        Eventually.holds(
                Duration.ofSeconds(90),
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
