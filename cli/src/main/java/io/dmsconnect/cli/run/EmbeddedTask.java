// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.connect.ConnectClient.KeyProblem;
import io.dmsconnect.cli.connect.ConnectorWatch;
import io.dmsconnect.cli.embedded.EmbeddedConnect;
import io.dmsconnect.cli.embedded.EmbeddedKafka;
import io.dmsconnect.cli.embedded.PluginZips;
import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.jdbc.SourceTables;
import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.cli.plan.Converters;
import io.dmsconnect.cli.plan.PlanOptions;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.progress.ControlTables;
import io.dmsconnect.cli.progress.ControlTables.Partition;
import io.dmsconnect.cli.progress.ObjectNote;
import io.dmsconnect.cli.progress.TableStatistics;
import io.dmsconnect.cli.reload.Reload;
import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.References;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskException;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.StopPoint;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task whose Kafka and Connect are in this process. */
public final class EmbeddedTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTask.class);

    private final TaskDocument task;
    private final TaskDocument resolved;
    private final StateFolder state;
    private final PluginZips zips;
    private final Set<TableId> reloaded;
    private final Closing opened = new Closing();
    private RememberedRules rules;
    private ConnectClient connect;
    private ConnectorWatch connectors;
    private ControlTables control;
    private AppliedOffsets offsets;
    private RowLoads rowLoads;
    private ExpectedTables expected;
    private InSync inSync;
    private LaterTables later;
    private Map<String, String> staleErrors = Map.of();
    private Map<Partition, Long> applied = Map.of();

    /**
     * @param task as written; its references are resolved by Connect
     * @param resolved the same with all references resolved, for what the command asks itself
     * @param reloaded tables of the source that somebody wants to be loaded anew
     */
    public EmbeddedTask(
            TaskDocument task,
            TaskDocument resolved,
            StateFolder state,
            PluginZips zips,
            Set<TableId> reloaded) {
        this.reloaded = Set.copyOf(reloaded);
        this.task = task;
        this.resolved = resolved;
        this.state = state;
        this.zips = zips;
    }

    /**
     * Starts Kafka and Connect, checks both connectors, and lets them run.
     *
     * @throws TaskException where the connectors refuse their configuration
     */
    public void start() throws InterruptedException {
        String source = PluginZips.source(task.source().engine().sourcePlugin());
        Path plugins =
                zips.unpack(
                        task.connect().mapsInTransform()
                                ? List.of(source, PluginZips.SINK, PluginZips.TRANSFORMS)
                                : List.of(source, PluginZips.SINK),
                        state.folder("plugins"));
        LOG.info("Starting Kafka and Connect for task {}", task.id());
        EmbeddedKafka kafka = opened.add(EmbeddedKafka.start(state));
        List<String> names = List.of(Planner.sourceName(resolved), Planner.sinkName(resolved));
        rules = RememberedRules.of(resolved, state);
        if (rules.differ()) {
            // by the former rules, values that the new ones mask would still get into Kafka
            EmbeddedConnect.forget(kafka, names);
        }
        EmbeddedConnect worker = opened.add(EmbeddedConnect.start(state, kafka, plugins));
        connect = new ConnectClient(worker.url(), true);
        connectors = new ConnectorWatch(connect, worker.workerId(), names);
        control = opened.add(new ControlTables(resolved, kafka.clusterId()));
        Loads loads = loads();
        offsets =
                opened.add(
                        new AppliedOffsets(
                                kafka.bootstrapServers(),
                                Planner.topicsRegex(resolved, loads.leftOut())));
        rowLoads = new RowLoads(resolved, connect, offsets, control);
        deploy(withoutSecrets(task, state), kafka, loads);
    }

    /**
     * @param anew tables to be loaded anew before anything of them is applied
     * @param leftOut topics that are not to be read
     */
    private record Loads(Set<TableId> anew, Set<String> leftOut) {}

    private Loads loads() {
        if (!rules.differ() && !rules.hadLeftOut()) {
            return new Loads(reloaded, Set.of());
        }
        List<Table> tables;
        try {
            tables = SourceTables.read(resolved.source()).tables();
        } catch (SQLException e) {
            throw new RunFailedException("the source: " + e.getMessage());
        }
        Set<TableId> anew = new LinkedHashSet<>(reloaded);
        anew.addAll(new ChangedRules(resolved).anew(rules.changed(tables), reloaded));
        return new Loads(anew, rules.leftOut(tables));
    }

    private void deploy(TaskDocument hidden, EmbeddedKafka kafka, Loads loads)
            throws InterruptedException {
        PlanOptions options =
                new PlanOptions(Converters.json(), "required", kafka.clusterId(), loads.leftOut());
        List<ConnectorPlan> plans = new Planner(hidden, options).plan();
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
        staleErrors = errors();
        if (loads.anew().isEmpty()) {
            plans.forEach(connect::put);
            plans.forEach(plan -> connect.restartFailed(plan.name()));
        } else {
            reload(plans.get(0), loads.anew());
            connect.put(plans.get(1));
            connect.restartFailed(plans.get(1).name());
        }
        rules.remember();
    }

    /**
     * The sink passes over what it could not apply, since it knows of the loads before it begins.
     */
    private void reload(ConnectorPlan source, Set<TableId> anew) throws InterruptedException {
        Reload reload = new Reload(resolved, connect, Instant.now().toString(), anew);
        connect.put(source.with(Reload.KEY, reload.request()));
        connect.restartFailed(source.name());
        reload.awaitTaken(List.of(source.name()));
        if (resolved.connect().loadsRows()) {
            return;
        }
        Map<String, Long> generations = reload.wanted();
        TableMappings mappings =
                resolved.mappings()
                        .withTargetSchema(resolved.settings().targetMetadata().targetSchema());
        try {
            for (TableId table : anew) {
                control.awaitLoad(
                        table, mappings.targetId(table), generations.get(table.toString()));
            }
        } catch (SQLException e) {
            throw new RunFailedException("the target: " + e.getMessage());
        }
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

    /** Errors of the last run: each is tried again, and counts only when it comes again. */
    private Map<String, String> errors() {
        Map<String, String> errors = new HashMap<>();
        try {
            for (TableStatistics table : control.tables()) {
                if (table.failed()) {
                    errors.put(table.sourceTable(), table.error());
                }
            }
        } catch (SQLException e) {
            LOG.info("The target's control tables cannot be read: {}", e.getMessage());
        }
        return errors;
    }

    /**
     * @throws RunFailedException where a connector has failed
     */
    public void check() {
        Optional<String> failure = connectors.failure();
        if (failure.isPresent()) {
            throw new RunFailedException(
                    new RefusedLogin(resolved).told(failure.get()) + reloadHint(failure.get()));
        }
    }

    /** The command that mends it; empty where another one does. */
    private String reloadHint(String failure) {
        if (!TableErrors.asksForReload(failure)) {
            return "";
        }
        try {
            return TableErrors.reloadHint(control.tables());
        } catch (SQLException e) {
            LOG.info("The target's control tables cannot be read: {}", e.getMessage());
            return "";
        }
    }

    /**
     * @throws SQLException where the target cannot be asked just now
     */
    public List<TableStatistics> statistics() throws SQLException {
        return control.tables().stream()
                .map(
                        table ->
                                table.failed()
                                                && table.error()
                                                        .equals(
                                                                staleErrors.get(
                                                                        table.sourceTable()))
                                        ? table.tryingAgain()
                                        : table)
                .toList();
    }

    /** The oldest change of each target table that is read and not applied, by its age. */
    public Map<String, Long> backlog(List<TableStatistics> tables)
            throws SQLException, InterruptedException {
        if (!resolved.migrationType().followsChanges()) {
            return Map.of();
        }
        try {
            applied = control.nextOffsets();
        } catch (SQLException e) {
            // what it had before: all that has come since waits
            LOG.info("The target does not tell what it has: {}", e.getMessage());
        }
        Map<String, Long> oldest = offsets.oldest(applied);
        TopicLayout layout = new TopicLayout(Planner.topicPrefix(resolved));
        Map<String, Long> ages = new HashMap<>();
        long now = System.currentTimeMillis();
        for (TableStatistics table : tables) {
            String[] name = table.targetTable().split("\\.", 2);
            Long millis = oldest.remove(layout.changes(new TableId(name[0], name[1])));
            if (millis != null) {
                ages.put(table.targetTable(), Math.max(0, now - millis));
            }
        }
        // of tables that have not begun
        oldest.forEach((topic, millis) -> ages.put(topic, Math.max(0, now - millis)));
        return ages;
    }

    /**
     * @throws RunFailedException where the target has not answered since it refuses the user
     */
    public void checkLogin(SQLException failure) {
        new RefusedLogin(resolved).check(failure);
    }

    /** What in the target keeps the task waiting, in sentences. */
    public List<String> waits() throws SQLException {
        return control.waits();
    }

    /** Is the source being read just now? */
    public boolean reads() {
        return SourceState.reads();
    }

    public boolean followsChanges() {
        return resolved.migrationType().followsChanges();
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

    /** Closes what is open by now, from another thread, which may be starting the rest. */
    public void stop() {
        opened.close();
    }

    @Override
    public void close() {
        opened.close();
    }
}
