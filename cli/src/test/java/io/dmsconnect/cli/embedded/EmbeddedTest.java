// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.connect.ConnectException;
import io.dmsconnect.cli.plan.ConnectorPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTest {
    private static final TopicPartition TOPIC = new TopicPartition("kept", 0);

    @Test
    void whatWasWrittenIsThereAfterARestart(@TempDir Path folder) throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        String cluster;
        try (StateFolder state = StateFolder.lock(folder.resolve("state")).orElseThrow();
                EmbeddedKafka kafka = EmbeddedKafka.start(state);
                EmbeddedConnect worker = EmbeddedConnect.start(state, kafka, plugins)) {
            cluster = kafka.clusterId();
            write(kafka, "before");
            ConnectClient client = new ConnectClient(worker.url());
            assertThat(client.kafkaClusterId()).isEqualTo(cluster);
            assertThat(client.status("none")).isEmpty();
            assertThatThrownBy(
                            () ->
                                    client.validate(
                                            new ConnectorPlan(
                                                    "x-sink",
                                                    Map.of(
                                                            "connector.class",
                                                            "io.dmsconnect.rds.RdsSinkConnector"))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("has no plugin with io.dmsconnect.rds.RdsSinkConnector")
                    .hasMessageContaining("plugin.path");
        }
        try (StateFolder state = StateFolder.lock(folder.resolve("state")).orElseThrow();
                EmbeddedKafka kafka = EmbeddedKafka.start(state)) {
            assertThat(kafka.clusterId()).isEqualTo(cluster);
            assertThat(read(kafka)).containsExactly("before");
        }
    }

    private static void write(EmbeddedKafka kafka, String value) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(
                            List.of(new NewTopic(TOPIC.topic(), Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC.topic(), value)).get();
        }
    }

    private static List<String> read(EmbeddedKafka kafka) {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            return consumer.poll(Duration.ofMinutes(4)).records(TOPIC).stream()
                    .map(record -> record.value())
                    .toList();
        }
    }

    @Test
    void aFolderBelongsToOneAtATime(@TempDir Path folder) {
        try (StateFolder first = StateFolder.lock(folder).orElseThrow()) {
            assertThat(first.path()).isDirectory();
            assertThat(StateFolder.lock(folder)).isEmpty();
        }
        Optional<StateFolder> again = StateFolder.lock(folder);
        assertThat(again).isPresent();
        again.get().close();
    }

    @Test
    void portsAreRememberedWhileTheyAreFree(@TempDir Path folder) throws Exception {
        int port;
        try (StateFolder state = StateFolder.lock(folder).orElseThrow()) {
            port = state.port("a");
            assertThat(state.port("b")).isNotEqualTo(port);
        }
        try (StateFolder state = StateFolder.lock(folder).orElseThrow()) {
            assertThat(state.port("a")).isEqualTo(port);
        }
        try (StateFolder state = StateFolder.lock(folder).orElseThrow();
                java.net.ServerSocket other =
                        new java.net.ServerSocket(
                                port, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThat(state.port("a")).isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void secretsAreForThisUserOnly(@TempDir Path folder) throws Exception {
        try (StateFolder state = StateFolder.lock(folder).orElseThrow()) {
            Path file = state.secrets(Map.of("source.password", "p=w :\\"));
            assertThat(
                            java.nio.file.attribute.PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(state.read("secrets.properties").getProperty("source.password"))
                    .isEqualTo("p=w :\\");
        }
    }
}
