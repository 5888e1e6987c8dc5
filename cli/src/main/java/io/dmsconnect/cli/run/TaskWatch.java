// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.connect.ConnectException;
import io.dmsconnect.cli.progress.Backlog;
import io.dmsconnect.cli.progress.LoadLine;
import io.dmsconnect.cli.progress.ObjectNote;
import io.dmsconnect.cli.progress.ProgressTable;
import io.dmsconnect.cli.progress.TableStatistics;
import io.dmsconnect.cli.progress.Terminal;
import io.dmsconnect.core.settings.StopPoint;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a running task on the terminal until something has happened. */
public final class TaskWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TaskWatch.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** What is applied within this time counts as in sync. */
    private static final Duration LAG = Duration.ofSeconds(2);

    private static final Duration TO_SAY = Duration.ofSeconds(5);
    private static final int FAILURES_TO_SAY = 3;
    private static final int MOST_TABLES = 25;
    private static final int MOST_NOTES = 25;

    private final EmbeddedTask task;
    private final Terminal terminal;
    private final Runnable guard;
    private final LoadLine load = new LoadLine();
    private final ProgressTable table = new ProgressTable(MOST_TABLES);
    private volatile List<TableStatistics> statistics = List.of();
    private final Set<String> said = new HashSet<>();
    private volatile Map<String, Long> ages = Map.of();
    private long lookedAt = System.nanoTime() - LOOK.toNanos();
    private volatile int failures;

    /** Tables that wait to be loaded, at the last look. */
    private volatile int waiting;

    private volatile boolean caughtUp;
    private volatile boolean stopped;

    public TaskWatch(EmbeddedTask task, Terminal terminal) {
        this(task, terminal, () -> {});
    }

    /**
     * @param guard asked over and over; throws where the task must not go on
     */
    public TaskWatch(EmbeddedTask task, Terminal terminal, Runnable guard) {
        this.task = task;
        this.terminal = terminal;
        this.guard = guard;
    }

    /** Ends all waiting, from another thread; the picture of last stays on the terminal. */
    public void stop() {
        stopped = true;
        if (!statistics.isEmpty()) {
            terminal.last(table.lines(statistics, backlog(false)));
        }
        terminal.close();
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
            guard.run();
            task.check();
            boolean read = read();
            show();
            if (read && holds(condition)) {
                return true;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return false;
    }

    /**
     * @return false where the target does not answer just now, which is said
     */
    private boolean read() throws InterruptedException {
        boolean answers = true;
        try {
            statistics = task.statistics();
            if (failures >= FAILURES_TO_SAY) {
                terminal.say("The target answers again.");
            }
            failures = 0;
        } catch (SQLException e) {
            LOG.info("The target's control tables cannot be read: {}", e.getMessage());
            answers = false;
            if (++failures >= FAILURES_TO_SAY) {
                task.checkLogin(e);
            }
            if (failures == FAILURES_TO_SAY) {
                terminal.say(
                        "The target does not answer (%s); waiting until it does."
                                .formatted(firstLine(e.getMessage())));
            }
        }
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK.toNanos()) {
            lookedAt = now;
            try {
                ages = task.backlog(statistics);
                waiting = task.followsChanges() ? SourceState.waiting() : 0;
                sayWaits();
            } catch (SQLException | NotKnownException | KafkaException e) {
                LOG.info("Not known what waits to be applied: {}", e.getMessage());
            }
        }
        return answers;
    }

    /** A lock that keeps changes waiting is told once, until they are applied. */
    private void sayWaits() throws SQLException {
        if (Backlog.lag(ages) < TO_SAY.toMillis()) {
            said.clear();
            return;
        }
        for (String wait : task.waits()) {
            if (said.add(wait)) {
                terminal.say(wait);
            }
        }
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("").strip();
    }

    /** A database or worker that is away just now is waited for: the connectors do the same. */
    private static boolean holds(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (SQLException | ConnectException | NotKnownException | KafkaException e) {
            LOG.info("Not known whether the task is there yet: {}", e.getMessage());
            return false;
        }
    }

    private void show() {
        if (statistics.isEmpty()) {
            String waiting = "waiting for the first table of " + task.tables();
            terminal.progress(List.of(waiting), waiting);
            return;
        }
        Optional<String> loading = load.at(System.nanoTime() / 1_000_000, statistics);
        Backlog backlog = backlog(loading.isPresent());
        List<String> lines = new ArrayList<>(table.lines(statistics, backlog));
        loading.ifPresent(lines::add);
        terminal.progress(
                lines, loading.orElseGet(() -> ProgressTable.summary(statistics, backlog)));
    }

    private Backlog backlog(boolean loading) {
        return new Backlog(task.tables(), ages, loading ? "" : phase());
    }

    private String phase() {
        boolean all =
                statistics.size() >= task.tables()
                        && statistics.stream().allMatch(TableStatistics::completed);
        if (!task.followsChanges() || !all) {
            return "";
        }
        long lag = Backlog.lag(ages);
        if (failures >= FAILURES_TO_SAY) {
            return "waiting for the target" + (lag > 0 ? ", lag " + ProgressTable.time(lag) : "");
        }
        if (lag >= LAG.toMillis()) {
            return (caughtUp ? "" : "applying cached changes, ") + "lag " + ProgressTable.time(lag);
        }
        if (!task.reads()) {
            return "waiting for the source";
        }
        if (waiting > 0) {
            return waiting == 1
                    ? "1 table waits to be loaded"
                    : waiting + " tables wait to be loaded";
        }
        caughtUp = true;
        return "in sync";
    }

    /** The table as it is now, to stay on the terminal. */
    public void print() throws InterruptedException {
        read();
        List<String> lines = new ArrayList<>();
        if (!statistics.isEmpty()) {
            lines.addAll(table.lines(statistics, backlog(false)));
        }
        lines.addAll(ObjectNote.lines(task.objectNotes(), MOST_NOTES));
        terminal.last(lines);
    }
}
