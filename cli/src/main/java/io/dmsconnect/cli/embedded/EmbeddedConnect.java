// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Connect worker in this process, its REST API on 127.0.0.1 only. Plugins come from a plugin
 * path, each in its own class loader, as on any worker.
 */
public final class EmbeddedConnect implements AutoCloseable {
    /** Of the REST API, in the state folder. */
    public static final String PORT = "connect.rest";

    private static final String STORAGE = "connect-";
    private static final String CONFIGS = STORAGE + "config";
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedConnect.class);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration PATIENCE_REST = Duration.ofSeconds(1);

    private final Connect<DistributedHerder> worker;
    private final URI url;
    private final String workerId;

    private EmbeddedConnect(Connect<DistributedHerder> worker, URI url, String workerId) {
        this.worker = worker;
        this.url = url;
        this.workerId = workerId;
    }

    /**
     * Takes connectors of a former run away before a worker starts, which would run them as they
     * were until somebody puts others. What they have stored stays.
     */
    public static void forget(EmbeddedKafka kafka, List<String> connectors) {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            connectors.forEach(
                    name ->
                            producer.send(
                                    new ProducerRecord<>(CONFIGS, "connector-" + name, null)));
            producer.flush();
        }
    }

    /** Returns when the REST API answers; connectors of a former run are starting then. */
    public static EmbeddedConnect start(StateFolder state, EmbeddedKafka kafka, Path pluginPath) {
        int port = state.port(PORT);
        // it is stopped by close() only, before the broker: by a hook of its own at the same time,
        // its clients would wait for a broker that has gone
        Exit.setShutdownHookAdder((name, hook) -> {});
        Connect<DistributedHerder> worker =
                new ConnectDistributed().startConnect(properties(state, kafka, pluginPath, port));
        return new EmbeddedConnect(worker, url(port), "127.0.0.1:" + port);
    }

    private static Map<String, String> properties(
            StateFolder state, EmbeddedKafka kafka, Path pluginPath, int port) {
        Map<String, String> config = new HashMap<>();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("group.id", "dms-connect");
        config.put("listeners", "http://127.0.0.1:" + port);
        config.put("rest.advertised.host.name", "127.0.0.1");
        config.put("rest.advertised.port", Integer.toString(port));
        config.put("plugin.path", pluginPath.toString());
        config.put("plugin.discovery", "service_load");
        for (String side : new String[] {"key", "value"}) {
            config.put(side + ".converter", "org.apache.kafka.connect.json.JsonConverter");
        }
        for (String store : new String[] {"config", "offset", "status"}) {
            config.put(store + ".storage.topic", STORAGE + store);
            config.put(store + ".storage.replication.factor", "1");
        }
        // a consumer is closed when its last fetch comes back
        config.put("fetch.max.wait.ms", "150");
        config.put("consumer.fetch.max.wait.ms", "150");
        config.put("offset.storage.partitions", "1");
        config.put("status.storage.partitions", "1");
        config.put("exactly.once.source.support", "enabled");
        config.put("offset.flush.interval.ms", "1000");
        config.put("connector.client.config.override.policy", "All");
        config.put("consumer.isolation.level", "read_committed");
        // after a kill, the dead worker and its consumers are to be forgotten soon
        config.put("session.timeout.ms", "10000");
        config.put("heartbeat.interval.ms", "2000");
        config.put("scheduled.rebalance.max.delay.ms", "0");
        // by default a worker that takes longer than 3 s to read its configurations, as on a busy
        // machine, does nothing for 5 minutes (DistributedHerder.readConfigToEnd), its REST API
        // answers "Request timed out"
        config.put("worker.sync.timeout.ms", "60000");
        config.put("worker.unsync.backoff.ms", "500");
        config.put("consumer.session.timeout.ms", "10000");
        config.put("consumer.heartbeat.interval.ms", "2000");
        config.put("task.shutdown.graceful.timeout.ms", "10000");
        config.put("config.providers", "env,file,directory");
        String providers = "org.apache.kafka.common.config.provider.";
        config.put("config.providers.env.class", providers + "EnvVarConfigProvider");
        config.put("config.providers.file.class", providers + "FileConfigProvider");
        config.put("config.providers.directory.class", providers + "DirectoryConfigProvider");
        return config;
    }

    public static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Of the REST API. */
    public URI url() {
        return url;
    }

    /** What this worker is called in the status of connectors. */
    public String workerId() {
        return workerId;
    }

    /**
     * Connectors and tasks first, then the REST API, which would wait for requests that are under
     * way. A task that waits for a database is not waited for: what it has not done is done again
     * after the next start, as after a crash.
     */
    @Override
    public void close() {
        within(PATIENCE, "its connectors", () -> worker.herder().stop());
        within(PATIENCE_REST, "its REST API", () -> worker.rest().stop());
    }

    private static void within(Duration patience, String what, Runnable stop) {
        Thread thread = new Thread(stop, "dms-stop-connect");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.info("Kafka Connect has not stopped {} within {} s", what, patience.toSeconds());
        }
    }
}
