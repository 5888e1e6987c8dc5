// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.reload;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.connect.ConnectClient.SourceOffset;
import io.dmsconnect.cli.connect.ConnectException;
import io.dmsconnect.cli.connect.ConnectorStatus;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.progress.ControlTables;
import io.dmsconnect.cli.progress.TableStatistics;
import io.dmsconnect.cli.run.RunFailedException;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.schema.TableId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request to load tables again. */
public final class Reload {
    public static final String KEY = "reload.tables";
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** The status of a task that has just been changed may be that of the one before. */
    private static final int FAILURES_TO_BELIEVE = 6;

    private final TaskDocument resolved;
    private final ConnectClient worker;
    private final String id;
    private final Collection<TableId> tables;
    private int failures;

    /**
     * @param id another one for each request
     */
    public Reload(
            TaskDocument resolved, ConnectClient worker, String id, Collection<TableId> tables) {
        this.resolved = resolved;
        this.worker = worker;
        this.id = id;
        this.tables = List.copyOf(tables);
    }

    /**
     * Returns when the source connector has taken the request: from then on it survives everything.
     *
     * @throws RunFailedException where the task is not there, or does not take it
     */
    public void ask() throws InterruptedException {
        String source = Planner.sourceName(resolved);
        ConnectorStatus status =
                worker.status(source)
                        .orElseThrow(
                                () ->
                                        new RunFailedException(
                                                "the worker has no connector " + source));
        if (status.connector().state().equals("STOPPED")
                || status.connector().state().equals("PAUSED")) {
            throw new RunFailedException(
                    "%s is %s: resume it first".formatted(source, status.connector().state()));
        }
        worker.configure(source, KEY, request());
        awaitTaken(List.of(source, Planner.sinkName(resolved)));
    }

    /** What the key {@link #KEY} of the source connector has to be. */
    public String request() {
        return ReloadedTables.request(id, tables);
    }

    /**
     * Returns when the source connector, which has been told, has taken the request.
     *
     * @param connectors that must not fail meanwhile
     */
    public void awaitTaken(List<String> connectors) throws InterruptedException {
        String source = Planner.sourceName(resolved);
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!isTaken()) {
            check(connectors);
            if (System.nanoTime() > end) {
                throw new RunFailedException(
                        "%s has not taken the request within %d s; it takes it as soon as its task runs"
                                .formatted(source, LONGEST.toSeconds()));
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private boolean isTaken() {
        return offsets().stream()
                .filter(entry -> "reload".equals(entry.partition().get("kind")))
                .anyMatch(entry -> id.equals(entry.offset().get("id")));
    }

    private List<SourceOffset> offsets() {
        try {
            return worker.sourceOffsetsByPartition(Planner.sourceName(resolved));
        } catch (ConnectException e) {
            if (e.status() == 0) {
                throw e;
            }
            // the worker is starting the connector's task just now
            return List.of();
        }
    }

    /** Waits until the tables are complete in the target. */
    public void await(ControlTables control) throws InterruptedException {
        Map<String, Long> wanted = wanted();
        while (true) {
            Optional<List<TableStatistics>> now = statistics(control);
            if (now.isPresent() && areComplete(now.get(), wanted)) {
                return;
            }
            check(List.of(Planner.sourceName(resolved), Planner.sinkName(resolved)));
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** The number of each table's load that was asked for, once the request is taken. */
    public Map<String, Long> wanted() {
        Map<String, Long> wanted = new HashMap<>();
        tables.forEach(table -> wanted.put(table.toString(), 1L));
        for (SourceOffset entry : offsets()) {
            Map<String, Object> partition = entry.partition();
            String table = partition.get("schema") + "." + partition.get("table");
            if ("load".equals(partition.get("kind"))
                    && !partition.containsKey("segment")
                    && wanted.containsKey(table)
                    && entry.offset().get("generation") instanceof Number generation) {
                wanted.put(table, generation.longValue());
            }
        }
        return wanted;
    }

    /** Empty where the target does not answer just now: the sink waits for it too. */
    private static Optional<List<TableStatistics>> statistics(ControlTables control) {
        try {
            return Optional.of(control.tables());
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static boolean areComplete(List<TableStatistics> tables, Map<String, Long> wanted) {
        long complete = 0;
        for (TableStatistics table : tables) {
            Long generation = wanted.get(table.sourceTable());
            if (generation != null && table.generation() >= generation) {
                if (table.failed()) {
                    throw new RunFailedException(
                            "table %s: %s".formatted(table.sourceTable(), table.error()));
                }
                complete += table.completed() ? 1 : 0;
            }
        }
        return complete == wanted.size();
    }

    private void check(List<String> connectors) {
        Optional<String> failure =
                connectors.stream()
                        .flatMap(name -> worker.status(name).stream())
                        .flatMap(
                                status ->
                                        status.failure().stream()
                                                .map(why -> status.name() + ": " + why))
                        .findFirst();
        failures = failure.isPresent() ? failures + 1 : 0;
        if (failures >= FAILURES_TO_BELIEVE) {
            throw new RunFailedException(failure.get());
        }
    }
}
