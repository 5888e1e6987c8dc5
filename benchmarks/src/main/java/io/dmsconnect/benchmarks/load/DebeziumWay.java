// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.cli.plan.ConnectorPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Debezium's source connector, which ends after its snapshot, and Debezium's JDBC sink beside it. The
 * target's table is made beforehand, with the types of the source.
 *
 * @param plugins the folder with Debezium's own plugin archives, unpacked
 */
record DebeziumWay(Path plugins) implements Way {
    @Override
    public String name() {
        return "debezium";
    }

    @Override
    public boolean serves(Pair pair) {
        return true;
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
                    new ConnectorPlan("debezium-source", DebeziumConfig.source(scene));
            ConnectorPlan sink = new ConnectorPlan("debezium-sink", DebeziumConfig.sink(scene));
            List<ConnectorPlan> plans = List.of(source, sink);
            worker.check(plans);
            Span.Watch watch = Span.start();
            worker.put(plans);
            new Arrival(scene, worker, source.name(), sink.name()).await(watch);
            return watch.stop();
        }
    }
}
