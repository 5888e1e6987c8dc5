// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.cli.embedded.PluginZips;
import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.cli.plan.Converters;
import io.dmsconnect.cli.plan.PlanOptions;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.progress.ControlTables;
import io.dmsconnect.cli.progress.TableStatistics;
import io.dmsconnect.cli.run.TopicsInAdvance;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * This project: its packaged plugins, with the connectors {@code ./dms run} would make of a
 * full-load task.
 *
 * @param home the folder of the project
 * @param subTasks MaxFullLoadSubTasks, 0 for the default
 * @param rules true for the same with {@link FewRules}
 */
record DmsWay(Path home, int subTasks, boolean rules) implements Way {
    private static final long PAUSE_MILLIS = 50;

    /** A look at many tables costs the target something. */
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private static final long CHECK_MILLIS = 1000;

    @Override
    public String name() {
        return rules ? "dms-rules" : "dms";
    }

    @Override
    public boolean serves(Pair pair, Shape shape) {
        return !rules || shape.equals(Shape.TWELVE);
    }

    @Override
    public Shape read(Shape shape) {
        return rules ? FewRules.read(shape) : shape;
    }

    @Override
    public Shape written(Shape shape) {
        return rules ? FewRules.written(shape) : shape;
    }

    @Override
    public boolean createsTable() {
        return true;
    }

    @Override
    public Span run(Scene scene) throws Exception {
        TaskDocument task = TaskReader.read(TaskText.write(scene, subTasks, rules));
        List<String> zips = List.of(PluginZips.source(scene.source().engine()), PluginZips.SINK);
        Path plugins =
                new PluginZips(home)
                        .unpack(zips, Files.createDirectories(scene.folder().resolve("plugins")));
        try (WorkerProcess worker = WorkerProcess.start(scene, plugins);
                ControlTables control = new ControlTables(task, worker.clusterId())) {
            PlanOptions options =
                    new PlanOptions(Converters.json(), "required", worker.clusterId());
            List<ConnectorPlan> plans = new Planner(task, options).plan();
            worker.check(plans);
            Span.Watch watch = Span.start();
            new TopicsInAdvance(task, plans.get(0)).create(worker.bootstrapServers());
            worker.put(plans);
            awaitCompleted(new Patience(watch, scene), scene.count(), control, worker, plans);
            return watch.stop().with(worker.memory());
        }
    }

    private static void awaitCompleted(
            Patience patience,
            int tables,
            ControlTables control,
            WorkerProcess worker,
            List<ConnectorPlan> plans)
            throws SQLException, InterruptedException, MeasurementFailedException {
        long pause = Math.min(LONGEST_PAUSE_MILLIS, PAUSE_MILLIS * tables);
        for (long look = 1; ; look++) {
            int completed = 0;
            for (TableStatistics table : control.tables()) {
                if (table.state().equals(TableStatistics.COMPLETED)) {
                    completed++;
                }
                if (table.state().equals(TableStatistics.ERROR)) {
                    throw new MeasurementFailedException(table.error());
                }
            }
            if (completed == tables) {
                return;
            }
            if (look % (CHECK_MILLIS / pause) == 0) {
                for (ConnectorPlan plan : plans) {
                    worker.check(plan.name());
                }
            }
            patience.pause(pause);
        }
    }
}
