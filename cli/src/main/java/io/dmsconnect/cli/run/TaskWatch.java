// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.progress.LoadLine;
import io.dmsconnect.cli.progress.ObjectNote;
import io.dmsconnect.cli.progress.ProgressTable;
import io.dmsconnect.cli.progress.TableStatistics;
import io.dmsconnect.cli.progress.Terminal;
import io.dmsconnect.core.settings.StopPoint;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a running task on the terminal until something has happened. */
public final class TaskWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TaskWatch.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int MOST_TABLES = 25;
    private static final int MOST_NOTES = 25;

    private final EmbeddedTask task;
    private final Terminal terminal;
    private final LoadLine load = new LoadLine();
    private final ProgressTable table = new ProgressTable(MOST_TABLES);
    private List<TableStatistics> statistics = List.of();
    private volatile boolean stopped;

    public TaskWatch(EmbeddedTask task, Terminal terminal) {
        this.task = task;
        this.terminal = terminal;
    }

    /** Ends all waiting, from another thread. */
    public void stop() {
        stopped = true;
    }

    private interface Condition {
        boolean holds() throws SQLException, InterruptedException;
    }

    /**
     * @return false where it was stopped before
     */
    public boolean untilLoaded() throws InterruptedException {
        return until(() -> task.loaded(statistics));
    }

    /**
     * @return false where it was stopped before
     */
    public boolean untilStopPoint(StopPoint point) throws InterruptedException {
        return until(() -> task.loaded(statistics) && task.stopped(point));
    }

    /** Asks now; @return false where it was stopped before */
    public boolean untilInSync() throws InterruptedException {
        boolean[] asked = new boolean[1];
        return until(
                () -> {
                    if (!asked[0]) {
                        task.askInSync();
                        asked[0] = true;
                    }
                    return task.inSync();
                });
    }

    public void untilStopped() throws InterruptedException {
        until(() -> false);
    }

    /**
     * @return false where it was stopped before
     */
    public boolean during(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        return until(() -> System.nanoTime() >= end);
    }

    private boolean until(Condition condition) throws InterruptedException {
        while (!stopped) {
            task.check();
            Optional<List<TableStatistics>> read = task.statistics();
            read.ifPresent(tables -> statistics = tables);
            show();
            if (read.isPresent() && holds(condition)) {
                return true;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return false;
    }

    /** A database that is away just now is waited for: the connectors do the same. */
    private static boolean holds(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (SQLException e) {
            LOG.info("Not known whether the task is there yet: {}", e.getMessage());
            return false;
        }
    }

    private void show() {
        if (statistics.isEmpty()) {
            String waiting = "waiting for the first table of " + task.tables();
            terminal.progress(List.of(waiting), waiting);
        } else {
            List<String> lines = new ArrayList<>(table.lines(statistics));
            Optional<String> loading = load.at(System.nanoTime() / 1_000_000, statistics);
            loading.ifPresent(lines::add);
            terminal.progress(lines, loading.orElseGet(() -> ProgressTable.summary(statistics)));
        }
    }

    /** The table as it is now, to stay on the terminal. */
    public void print() {
        task.statistics().ifPresent(tables -> statistics = tables);
        List<String> lines = new ArrayList<>(table.lines(statistics));
        lines.addAll(ObjectNote.lines(task.objectNotes(), MOST_NOTES));
        terminal.last(lines);
    }
}
