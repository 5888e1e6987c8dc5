// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker that is its own controller (KRaft), on 127.0.0.1 only. Its log is its memory: it
 * recovers from it after any end of the process.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String CLUSTER_ID = "cluster.id";
    private static final String LOG = "kafka";
    private static final int LARGEST_MESSAGE = 256 << 20;

    private final KafkaRaftServer server;
    private final String clusterId;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String clusterId, String bootstrapServers) {
        this.server = server;
        this.clusterId = clusterId;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker on the folder's log, making the log if there is none; returns when it serves.
     */
    public static EmbeddedKafka start(StateFolder state) {
        EmbeddedProcess.reportsItsEnd(state.path());
        int brokerPort = state.port("kafka.broker");
        int controllerPort = state.port("kafka.controller");
        Path log = state.folder(LOG);
        String clusterId = clusterId(state);
        KafkaConfig config = new KafkaConfig(properties(log, brokerPort, controllerPort), false);
        if (!hasBegun(state)) {
            format(log, clusterId);
        }
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, clusterId, "127.0.0.1:" + brokerPort);
    }

    /** Has a broker been started on this folder before? */
    public static boolean hasBegun(StateFolder state) {
        return Files.exists(state.path().resolve(LOG).resolve("meta.properties"));
    }

    /** Made with the state folder, and never changed. */
    public static String clusterId(StateFolder state) {
        Properties kafka = state.read("kafka.properties");
        if (!kafka.containsKey(CLUSTER_ID)) {
            kafka.setProperty(CLUSTER_ID, Uuid.randomUuid().toString());
            state.write("kafka.properties", kafka);
        }
        return kafka.getProperty(CLUSTER_ID);
    }

    private static void format(Path log, String clusterId) {
        try {
            new Formatter()
                    .setClusterId(clusterId)
                    .setNodeId(1)
                    .setDirectories(List.of(log.toString()))
                    .setMetadataLogDirectory(log.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .setPrintStream(
                            new PrintStream(
                                    OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "Kafka's log folder cannot be made: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> properties(Path log, int brokerPort, int controllerPort) {
        Map<String, Object> config = new HashMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", "1");
        config.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        config.put("controller.listener.names", "CONTROLLER");
        config.put(
                "listeners",
                "BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(brokerPort, controllerPort));
        config.put("advertised.listeners", "BROKER://127.0.0.1:" + brokerPort);
        config.put("inter.broker.listener.name", "BROKER");
        config.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        // there is nobody else to be elected
        config.put("controller.quorum.election.timeout.ms", "500");
        config.put("controller.quorum.fetch.timeout.ms", "500");
        config.put("controller.quorum.election.backoff.max.ms", "100");
        // a broker that ends asks for leave with these, and on a busy machine more than twice
        config.put("broker.heartbeat.interval.ms", "200");
        config.put("log.dirs", log.toString());
        config.put("default.replication.factor", "1");
        config.put("offsets.topic.replication.factor", "1");
        config.put("offsets.topic.num.partitions", "5");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("transaction.state.log.num.partitions", "5");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("auto.create.topics.enable", "false");
        config.put("message.max.bytes", Integer.toString(LARGEST_MESSAGE));
        config.put("socket.request.max.bytes", Integer.toString(LARGEST_MESSAGE + (16 << 20)));
        // a change is kept until it is applied, however long that takes
        config.put("log.retention.ms", "-1");
        config.put("log.retention.bytes", "-1");
        // hundreds of tables, each with two topics, in one process
        config.put("log.segment.bytes", Integer.toString(256 << 20));
        config.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        config.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("num.recovery.threads.per.data.dir", "2");
        // a consumer that was killed is to be found out soon
        config.put("group.min.session.timeout.ms", "1000");
        config.put("group.initial.rebalance.delay.ms", "0");
        config.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        config.put("transactional.id.expiration.ms", Integer.toString(Integer.MAX_VALUE));
        return config;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Never changes for a state folder. */
    public String clusterId() {
        return clusterId;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
