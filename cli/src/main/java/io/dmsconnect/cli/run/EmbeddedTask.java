// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.connect.ConnectClient.KeyProblem;
import io.dmsconnect.cli.connect.ConnectorStatus;
import io.dmsconnect.cli.embedded.EmbeddedConnect;
import io.dmsconnect.cli.embedded.EmbeddedKafka;
import io.dmsconnect.cli.embedded.PluginZips;
import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.cli.plan.Converters;
import io.dmsconnect.cli.plan.PlanOptions;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.progress.ControlTables;
import io.dmsconnect.cli.progress.ObjectNote;
import io.dmsconnect.cli.progress.TableStatistics;
import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.References;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskException;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.StopPoint;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task whose Kafka and Connect are in this process. */
public final class EmbeddedTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTask.class);
    private static final int FAILURES_TO_BELIEVE = 3;

    private final TaskDocument resolved;
    private final EmbeddedKafka kafka;
    private final EmbeddedConnect worker;
    private final ConnectClient connect;
    private final ControlTables control;
    private final AppliedOffsets offsets;
    private final RowLoads rowLoads;
    private ExpectedTables expected;
    private InSync inSync;
    private LaterTables later;
    private String lastFailure = "";
    private int sameFailure;

    private EmbeddedTask(TaskDocument resolved, EmbeddedKafka kafka, EmbeddedConnect worker) {
        this.resolved = resolved;
        this.kafka = kafka;
        this.worker = worker;
        this.connect = new ConnectClient(worker.url());
        this.control = new ControlTables(resolved, kafka.clusterId());
        this.offsets = new AppliedOffsets(kafka.bootstrapServers(), Planner.topicsRegex(resolved));
        this.rowLoads = new RowLoads(resolved, connect, offsets, control);
    }

    /**
     * Starts Kafka and Connect, checks both connectors, and lets them run.
     *
     * @param task as written; its references are resolved by Connect
     * @param resolved the same with all references resolved, for what the command asks itself
     * @throws TaskException where the connectors refuse their configuration
     */
    public static EmbeddedTask start(
            TaskDocument task, TaskDocument resolved, StateFolder state, PluginZips zips)
            throws InterruptedException {
        String source = PluginZips.source(task.source().engine().sourcePlugin());
        Path plugins =
                zips.unpack(
                        task.connect().mapsInTransform()
                                ? List.of(source, PluginZips.SINK, PluginZips.TRANSFORMS)
                                : List.of(source, PluginZips.SINK),
                        state.folder("plugins"));
        LOG.info("Starting Kafka and Connect for task {}", task.id());
        EmbeddedKafka kafka = EmbeddedKafka.start(state);
        EmbeddedConnect worker;
        try {
            worker = EmbeddedConnect.start(state, kafka, plugins);
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
        EmbeddedTask running = new EmbeddedTask(resolved, kafka, worker);
        try {
            running.deploy(withoutSecrets(task, state), state);
        } catch (RuntimeException | InterruptedException e) {
            running.close();
            throw e;
        }
        return running;
    }

    private void deploy(TaskDocument task, StateFolder state) throws InterruptedException {
        PlanOptions options = new PlanOptions(Converters.json(), "required", kafka.clusterId());
        List<ConnectorPlan> plans = new Planner(task, options).plan();
        List<String> problems = new ArrayList<>();
        for (ConnectorPlan plan : plans) {
            for (KeyProblem problem : connect.validate(plan)) {
                problems.add("%s, %s: %s".formatted(plan.name(), problem.key(), problem.problem()));
            }
        }
        if (!problems.isEmpty()) {
            throw new TaskException(problems);
        }
        try {
            expected = ExpectedTables.of(resolved, state);
            new TopicsInAdvance(resolved, plans.get(0)).create(kafka.bootstrapServers());
        } catch (SQLException e) {
            throw new RunFailedException("the source: " + e.getMessage());
        }
        plans.forEach(connect::put);
        plans.forEach(plan -> connect.restartFailed(plan.name()));
    }

    /** Passwords written out go into a file that only this user can read, not into Kafka's log. */
    private static TaskDocument withoutSecrets(TaskDocument task, StateFolder state) {
        Map<String, String> secrets = new LinkedHashMap<>();
        Endpoint source = hide(task.source(), "source.password", secrets, state);
        Endpoint target = hide(task.target(), "target.password", secrets, state);
        state.secrets(secrets);
        return task.withEndpoints(source, target);
    }

    private static Endpoint hide(
            Endpoint endpoint, String key, Map<String, String> secrets, StateFolder state) {
        String password = endpoint.password().value();
        String file = state.path().resolve("secrets.properties").toString();
        if (password.isEmpty()
                || References.isReference(password)
                || file.contains(":")
                || file.contains("}")) {
            return endpoint;
        }
        secrets.put(key, password);
        return endpoint.withPassword("${file:%s:%s}".formatted(file, key));
    }

    /**
     * @throws RunFailedException where a connector has failed
     */
    public void check() {
        Optional<String> failure =
                List.of(Planner.sourceName(resolved), Planner.sinkName(resolved)).stream()
                        .flatMap(name -> connect.status(name).stream())
                        .map(status -> status.onlyOf(worker.workerId()))
                        .flatMap(status -> failureOf(status).stream())
                        .findFirst();
        // what a former configuration left may be seen for a moment
        sameFailure =
                failure.isPresent() && failure.get().equals(lastFailure) ? sameFailure + 1 : 1;
        lastFailure = failure.orElse("");
        if (failure.isPresent() && sameFailure >= FAILURES_TO_BELIEVE) {
            throw new RunFailedException(failure.get());
        }
    }

    private static Optional<String> failureOf(ConnectorStatus status) {
        return status.failure().map(text -> status.name() + ": " + text);
    }

    /** Empty where the target cannot be asked just now. */
    public Optional<List<TableStatistics>> statistics() {
        try {
            return Optional.of(control.tables());
        } catch (SQLException e) {
            LOG.info("The target's control tables cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** What of the source's indexes, keys, defaults is not on the target as it was. */
    public List<ObjectNote> objectNotes() {
        try {
            return control.objectNotes();
        } catch (SQLException e) {
            LOG.info("The target's control tables cannot be read: {}", e.getMessage());
            return List.of();
        }
    }

    /** How many tables the load has to bring. */
    public int tables() {
        return expected.count();
    }

    /** All selected tables are in the target. Always true where the task has no load. */
    public boolean loaded(List<TableStatistics> statistics)
            throws SQLException, InterruptedException {
        if (!resolved.migrationType().loads()) {
            return true;
        }
        return resolved.connect().loadsRows()
                ? expected.loaded(rowLoads.applied(), statistics)
                : expected.loaded(statistics);
    }

    /**
     * Lets the task go on after its stop point.
     *
     * @return false where it has not begun yet
     */
    public boolean resume() {
        try {
            return control.resume();
        } catch (SQLException e) {
            throw new RunFailedException("the target: " + e.getMessage());
        }
    }

    /** Where the task stops by itself, if it has not been resumed. */
    public StopPoint stopPoint() {
        StopPoint point = resolved.settings().fullLoad().stopPoint();
        if (point == StopPoint.NONE
                || resolved.migrationType() != MigrationType.FULL_LOAD_AND_CDC) {
            return StopPoint.NONE;
        }
        try {
            return control.isResumed() ? StopPoint.NONE : point;
        } catch (SQLException e) {
            throw new RunFailedException("the target: " + e.getMessage());
        }
    }

    /** Is the target as the stop point says? All tables are loaded. */
    public boolean stopped(StopPoint at) throws SQLException, InterruptedException {
        return at == StopPoint.AFTER_FULL_LOAD
                || offsets.reached(offsets.endsAt(control.lastLoadEnd()), control.nextOffsets());
    }

    /** The changes so far are what the next {@link #inSync} is about. */
    public void askInSync() throws SQLException {
        later =
                new LaterTables(
                        expected.later(),
                        resolved.connect().newTablesInterval(),
                        System.nanoTime());
        inSync = new InSync(resolved, connect, offsets, control);
    }

    public boolean inSync() throws SQLException, InterruptedException {
        return later.loaded(control.tables(), System.nanoTime()) && inSync.reached();
    }

    public String waitingFor() {
        return inSync.waitingFor();
    }

    @Override
    public void close() {
        control.close();
        offsets.close();
        worker.close();
        kafka.close();
    }
}
