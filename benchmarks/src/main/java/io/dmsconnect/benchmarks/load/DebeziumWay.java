// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.cli.plan.ConnectorPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Debezium's source connector, which ends after its snapshot, and Debezium's JDBC sink beside it.
 * The target's table is made beforehand, with the types of the source.
 *
 * @param plugins the folder with Debezium's own plugin archives, unpacked
 * @param flat records without the envelope that the sink is made for: less to write and read, and
 *     no good for changes
 * @param sourceKeys instead of, or besides, those of {@link DebeziumConfig}
 * @param sinkKeys likewise
 */
record DebeziumWay(
        Path plugins, boolean flat, Map<String, String> sourceKeys, Map<String, String> sinkKeys)
        implements Way {
    @Override
    public String name() {
        return flat ? "debezium-flat" : "debezium";
    }

    @Override
    public boolean serves(Pair pair, Shape shape) {
        return !flat || shape == Shape.TWELVE;
    }

    @Override
    public boolean createsTable() {
        return false;
    }

    @Override
    public Span run(Scene scene) throws Exception {
        // only what is used: a worker reads all that is on its path
        Path path = Files.createDirectories(scene.folder().resolve("plugins"));
        for (String plugin : List.of(scene.source().engine(), "jdbc")) {
            String name = "debezium-connector-" + plugin;
            Files.createSymbolicLink(path.resolve(name), plugins.resolve(name));
        }
        try (WorkerProcess worker = WorkerProcess.start(scene, path)) {
            ConnectorPlan source =
                    plan("debezium-source", DebeziumConfig.source(scene, flat), sourceKeys);
            ConnectorPlan sink = plan("debezium-sink", DebeziumConfig.sink(scene), sinkKeys);
            List<ConnectorPlan> plans = List.of(source, sink);
            worker.check(plans);
            Span.Watch watch = Span.start();
            worker.put(plans);
            new Arrival(scene, worker, source.name(), sink.name()).await(watch);
            return watch.stop();
        }
    }

    private static ConnectorPlan plan(
            String name, Map<String, String> config, Map<String, String> keys) {
        Map<String, String> all = new LinkedHashMap<>(config);
        all.putAll(keys);
        return new ConnectorPlan(name, all);
    }
}
