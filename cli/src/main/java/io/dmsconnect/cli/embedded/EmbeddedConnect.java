// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;

/**
 * A Connect worker in this process, its REST API on 127.0.0.1 only. Plugins come from a plugin
 * path, each in its own class loader, as on any worker.
 */
public final class EmbeddedConnect implements AutoCloseable {
    /** Of the REST API, in the state folder. */
    public static final String PORT = "connect.rest";

    private final Connect<DistributedHerder> worker;
    private final URI url;
    private final String workerId;

    private EmbeddedConnect(Connect<DistributedHerder> worker, URI url, String workerId) {
        this.worker = worker;
        this.url = url;
        this.workerId = workerId;
    }

    /** Returns when the REST API answers; connectors of a former run are starting then. */
    public static EmbeddedConnect start(StateFolder state, EmbeddedKafka kafka, Path pluginPath) {
        int port = state.port(PORT);
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
            config.put(store + ".storage.topic", "connect-" + store);
            config.put(store + ".storage.replication.factor", "1");
        }
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

    @Override
    public void close() {
        worker.stop();
        worker.awaitStop();
    }
}
