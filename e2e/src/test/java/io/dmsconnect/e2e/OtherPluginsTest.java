// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.PostgreSqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that has Debezium already, older than ours: with our zips beside it the workers offer
 * our own classes in addition, and every name means what it meant before. {@code hybrid_warn} finds
 * whatever a scan of all classes ({@code only_scan}) or the services files name.
 */
class OtherPluginsTest {
    private static final String STOCK_VERSION = "3.5.0.Final";
    private static final String UNWRAP = "io.debezium.transforms.ExtractNewRecordState";
    private static final String CONNECTOR = "io.debezium.connector.postgresql.PostgresConnector";
    private static final String EVERYTHING = "/connector-plugins?connectorsOnly=false";

    @TempDir Path folder;

    @Test
    void ourZipsAddOurOwnClassesAndNothingElse() throws Exception {
        Path before = Files.createDirectory(folder.resolve("before"));
        installStock(before);
        Path after = Files.createDirectory(folder.resolve("after"));
        installStock(after);
        Repository.pluginZips().forEach(zip -> PluginZips.unpack(zip, after));
        try (PlainCluster cluster = new PlainCluster(folder)) {
            cluster.startKafka();
            for (String discovery : List.of("service_load", "hybrid_warn")) {
                Map<String, JsonNode> settings = new TreeMap<>();
                Set<String> there;
                try (PlainCluster.Worker worker =
                        cluster.startWorker("before-" + discovery, before, discovery)) {
                    there = plugins(worker);
                    assertThat(there)
                            .contains(CONNECTOR + " source " + STOCK_VERSION)
                            .contains(UNWRAP + " transformation " + STOCK_VERSION);
                    for (String plugin : List.of(CONNECTOR, UNWRAP)) {
                        settings.put(plugin, worker.get(configOf(plugin)));
                    }
                }
                try (PlainCluster.Worker worker =
                        cluster.startWorker("after-" + discovery, after, discovery)) {
                    Set<String> added = plugins(worker);
                    assertThat(added).as(discovery).containsAll(there);
                    added.removeAll(there);
                    assertThat(added.stream().map(line -> line.split(" ")[0]))
                            .as(discovery)
                            .containsExactlyInAnyOrder(
                                    "io.dmsconnect.source.postgres.PostgreSqlSourceConnector",
                                    "io.dmsconnect.source.mysql.MySqlSourceConnector",
                                    "io.dmsconnect.source.mariadb.MariaDbSourceConnector",
                                    "io.dmsconnect.rds.RdsSinkConnector",
                                    "io.dmsconnect.core.connect.DmsJsonConverter",
                                    "io.dmsconnect.transforms.ApplyTableMappings",
                                    "io.dmsconnect.transforms.FromDmsMessage",
                                    "io.dmsconnect.transforms.ToDmsMessage");
                    settings.forEach(
                            (plugin, config) ->
                                    assertThat(worker.get(configOf(plugin)))
                                            .as(plugin)
                                            .isEqualTo(config));
                    if (discovery.equals("hybrid_warn")) {
                        aUsersConnectorRunsAsBefore(cluster, worker);
                    }
                }
            }
        }
    }

    private static String configOf(String plugin) {
        return "/connector-plugins/" + plugin + "/config";
    }

    /** One line for each class, kind and version that the worker offers. */
    private static Set<String> plugins(PlainCluster.Worker worker) {
        Set<String> lines = new TreeSet<>();
        worker.get(EVERYTHING)
                .forEach(
                        plugin ->
                                lines.add(
                                        plugin.get("class").asText()
                                                + " "
                                                + plugin.get("type").asText()
                                                + " "
                                                + plugin.path("version").asText("none")));
        return lines;
    }

    /**
     * Debezium's connector for PostgreSQL as its project publishes it, and a folder of a user's own
     * that has its transforms only.
     */
    private static void installStock(Path plugins) throws IOException {
        Path stock = Repository.root().resolve("e2e/target/stock/debezium-connector-postgres");
        Path connector = Files.createDirectory(plugins.resolve("debezium-connector-postgres"));
        Path transforms = Files.createDirectory(plugins.resolve("transforms-of-the-house"));
        try (Stream<Path> files = Files.list(stock)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                String name = jar.getFileName().toString();
                Files.copy(jar, connector.resolve(name));
                if (name.startsWith("debezium-") && !name.contains("-postgres-")) {
                    Files.copy(jar, transforms.resolve(name));
                }
            }
        }
    }

    /** Neither the connector nor its transform is named with a version. */
    private static void aUsersConnectorRunsAsBefore(
            PlainCluster cluster, PlainCluster.Worker worker) throws IOException {
        PostgreSqlServer server = PostgreSqlServer.shared();
        server.execute("CREATE DATABASE neighbour");
        server.executeIn(
                "neighbour",
                "CREATE TABLE items (id int PRIMARY KEY, name text)",
                "INSERT INTO items VALUES (1, 'one')");
        worker.post(
                "/connectors",
                """
                {"name": "theirs", "config": {
                  "connector.class": "%s",
                  "tasks.max": "1",
                  "topic.prefix": "theirs",
                  "topic.creation.default.partitions": "1",
                  "topic.creation.default.replication.factor": "1",
                  "plugin.name": "pgoutput",
                  "slot.name": "theirs",
                  "slot.drop.on.stop": "true",
                  "publication.autocreate.mode": "filtered",
                  "table.include.list": "public.items",
                  "database.hostname": "%s",
                  "database.port": "%d",
                  "database.user": "%s",
                  "database.password": "%s",
                  "database.dbname": "neighbour",
                  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
                  "value.converter.schemas.enable": "false",
                  "transforms": "unwrap",
                  "transforms.unwrap.type": "%s"}}
                """
                        .formatted(
                                CONNECTOR,
                                server.host(),
                                server.port(),
                                server.user(),
                                server.password(),
                                UNWRAP));
        TopicPartition topic = new TopicPartition("theirs.public.items", 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                cluster.bootstrapServers(),
                                "metadata.max.age.ms",
                                "1000"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(topic));
            Eventually.holds(
                    Duration.ofMinutes(4),
                    () -> {
                        consumer.seekToBeginning(List.of(topic));
                        assertThat(consumer.poll(Duration.ofMillis(500)))
                                .as(worker.get("/connectors/theirs/status").toString())
                                .extracting(ConsumerRecord::value)
                                .containsExactly("{\"id\":1,\"name\":\"one\"}");
                    });
        }
        JsonNode status = worker.get("/connectors/theirs/status");
        assertThat(status.get("connector").get("version").asText()).isEqualTo(STOCK_VERSION);
        assertThat(status.get("tasks").get(0).get("version").asText()).isEqualTo(STOCK_VERSION);
        worker.delete("/connectors/theirs");
    }
}
