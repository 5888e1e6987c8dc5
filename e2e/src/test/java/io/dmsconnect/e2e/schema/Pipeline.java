// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.cli.plan.Converters;
import io.dmsconnect.cli.plan.PlanOptions;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.task.TaskReader;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.e2e.TaskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One task, source and sink, planned as {@code ./dms run} plans it and run in this JVM. What is
 * killed starts again from the last stored offsets.
 */
final class Pipeline implements AutoCloseable {
    private final Place place;
    private final List<String> schemas;
    private final Wire wire;
    private final Topics topics;
    private final SourceWorker source;
    private final SinkWorker sink;
    private final Set<TableId> excluded = new LinkedHashSet<>();
    private List<ConnectorPlan> plans;

    /**
     * @param schemas names at the source
     */
    Pipeline(Place place, List<String> schemas, Wire wire) {
        this.place = place;
        this.schemas = schemas;
        this.wire = wire;
        this.topics = new Topics(place.id(), wire);
        this.source = new SourceWorker(topics);
        this.sink = new SinkWorker(topics);
    }

    void start() {
        plans = plan(place, schemas, excluded, wire);
        source.start(plans.get(0).config());
        sink.start(plans.get(1).config());
    }

    /** The source and the sink. */
    static List<ConnectorPlan> plan(
            Place place, List<String> schemas, Set<TableId> excluded, Wire wire) {
        TaskFile file =
                new TaskFile(
                                place.id(),
                                "full-load-and-cdc",
                                place.source().server(),
                                place.sourceDatabase(),
                                place.target().server(),
                                place.targetDatabase())
                        .connect("new.tables.check.interval.ms", "500")
                        .connect("load.records", wire.records())
                        .setting("ErrorBehavior", "RecoverableErrorInterval", 1)
                        .setting("FullLoadSettings", "MaxFullLoadSubTasks", 2);
        for (String schema : schemas) {
            file.include(schema);
            if (!place.targetSchema(schema).equals(schema)) {
                file.renameSchema(schema, place.targetSchema(schema));
            }
        }
        excluded.forEach(table -> file.exclude(table.schema(), table.name()));
        try {
            Path folder = Files.createTempDirectory("generator");
            Path written = file.write(folder);
            List<ConnectorPlan> plans =
                    new Planner(
                                    TaskReader.read(written),
                                    new PlanOptions(Converters.json(), "required", "generator"))
                            .plan();
            Files.delete(written);
            Files.delete(folder);
            return plans;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a word to the task; then once more from what is stored. */
    synchronized void killSource() {
        source.kill(place::cutSource);
        source.start(plans.get(0).config());
    }

    /**
     * @param again whether the sink is given everything once more, as where Kafka has forgotten
     *     what its consumer had read
     */
    synchronized void killSink(boolean again) {
        sink.kill(place::cutTarget);
        if (again) {
            sink.forget();
        }
        sink.start(plans.get(1).config());
    }

    /** The first failure that has ended a task, or null. */
    synchronized Throwable failure() {
        return source.failure() != null ? source.failure() : sink.failure();
    }

    /** Goes on without these tables, as the user who reads what the task said. */
    synchronized void goOnWithout(List<TableId> tables) {
        source.kill(() -> {});
        sink.kill(() -> {});
        excluded.addAll(tables);
        TopicLayout layout = new TopicLayout(place.id());
        for (TableId table : tables) {
            TableId target = new TableId(place.targetSchema(table.schema()), table.name());
            sink.leaveOut(layout.changes(target));
            sink.leaveOut(layout.load(target));
        }
        start();
    }

    /** Nothing came from the source for so long, and everything that came is applied. */
    boolean isQuiet(long millis) {
        return topics.quietMillis() > millis && sink.isIdle();
    }

    /** For a message. */
    String state() {
        return "source quiet for %d ms; sink %s".formatted(topics.quietMillis(), sink.state());
    }

    List<TableId> excluded() {
        return new ArrayList<>(excluded);
    }

    @Override
    public void close() {
        source.kill(() -> {});
        sink.kill(() -> {});
    }
}
