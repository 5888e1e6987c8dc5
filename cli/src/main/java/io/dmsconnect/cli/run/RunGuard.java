// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.embedded.EmbeddedKafka;
import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.jdbc.Databases;
import io.dmsconnect.cli.run.RunTable.Done;
import io.dmsconnect.cli.run.RunTable.Run;
import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state folder and the target guard each other. Each run leaves a token in both: a state folder
 * that does not know the target's token is another one, or an older copy, and would apply to the
 * target what is not meant for it. Example: {@code .dms/shop} is copied, the original runs on; then
 * the copy lacks the token of that later run, and is refused.
 */
public final class RunGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunGuard.class);
    private static final String FILE = "run.properties";
    private static final String TOKENS = "tokens";
    private static final String PURPOSE = "used.for";
    private static final String SCOPE = "cluster.id";
    private static final int MOST_TOKENS = 1_000;
    private static final Duration BEAT = Duration.ofSeconds(3);

    /** A run that is alive beats several times meanwhile. */
    private static final Duration TO_BE_SEEN = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final TaskDocument resolved;
    private final RunTable table;
    private final String token;
    private final Thread beating = new Thread(this::beat, "dms-run-guard");
    private volatile boolean closed;
    private volatile String taken = "";

    private RunGuard(TaskDocument resolved, RunTable table, String token) {
        this.resolved = resolved;
        this.table = table;
        this.token = token;
        beating.setDaemon(true);
    }

    /**
     * Makes this run the task's only one at the target.
     *
     * @param startOver forget what the state folder and the target know of the task
     * @param say for what is being waited for
     * @throws TaskException where the target's user may not make control tables
     * @throws RunFailedException where this state folder is not the one to go on from, or the task
     *     is being run elsewhere
     */
    public static RunGuard enter(
            TaskDocument resolved, StateFolder state, boolean startOver, Consumer<String> say)
            throws InterruptedException {
        RunTable table = new RunTable(resolved);
        String said = "";
        while (true) {
            try (Connection connection = Databases.open(resolved.target())) {
                new SharedTables(resolved, table, connection, say).check();
                Entrance entrance = new Entrance(resolved, table, connection, state);
                RunGuard guard = new RunGuard(resolved, table, entrance.enter(startOver));
                guard.beating.start();
                return guard;
            } catch (SQLException e) {
                if (table.isForbidden(e)) {
                    throw new TaskException(List.of(forbidden(resolved, table, e)));
                }
                if (!table.mayPass(e)) {
                    throw new RunFailedException("the target: " + table.reason(e));
                }
                if (!said.equals(e.getMessage())) {
                    said = e.getMessage();
                    say.accept("Waiting for the target: " + table.reason(e));
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    private static String forbidden(TaskDocument resolved, RunTable table, SQLException failure) {
        return ("TargetEndpoint.Username: user '%s' may not make the control tables in '%s' (%s); grant"
                        + " this user what it needs to create tables there, or name another schema in"
                        + " ControlTablesSettings")
                .formatted(resolved.target().user(), table.schema(), table.reason(failure));
    }

    /** One attempt to enter. */
    private static final class Entrance {
        private final String task;
        private final String purpose;
        private final RunTable table;
        private final Connection connection;
        private final StateFolder state;
        private final String here;

        Entrance(TaskDocument resolved, RunTable table, Connection connection, StateFolder state) {
            this.task = resolved.id();
            Endpoint target = resolved.target();
            this.purpose =
                    "task %s and the target %s:%s%s"
                            .formatted(
                                    resolved.id(),
                                    target.host(),
                                    target.port(),
                                    target.database().isEmpty() ? "" : "/" + target.database());
            this.table = table;
            this.connection = connection;
            this.state = state;
            this.here = host() + ":" + state.path();
        }

        /** Returns the token of this run. */
        String enter(boolean startOver) throws SQLException, InterruptedException {
            Optional<Run> last = table.last(connection);
            if (startOver) {
                state.clear();
            } else {
                check(last);
            }
            String token = UUID.randomUUID().toString();
            remember(token);
            String scope = EmbeddedKafka.clusterId(state);
            if (!table.begin(connection, last, new Run(scope, here, token, 1))) {
                throw new RunFailedException(
                        "task %s has just been started by another process; the same task must not run twice"
                                .formatted(task));
            }
            return token;
        }

        private void check(Optional<Run> last) throws SQLException, InterruptedException {
            Set<String> tokens = tokens();
            String scope = state.read("kafka.properties").getProperty(SCOPE, "");
            if (last.isEmpty()) {
                // nothing is known of runs of an older version, and of connectors on a cluster
                Done done = table.done(connection, "");
                if (!done.scopes().isEmpty() && !done.scopes().contains(scope)) {
                    throw refusal("a Connect cluster, or a state folder that is not known", done);
                }
                if (!tokens.isEmpty() && EmbeddedKafka.hasBegun(state)) {
                    throw elsewhere();
                }
            } else if (!tokens.contains(last.get().token())) {
                throw refusal(last.get().place(), table.done(connection, last.get().scope()));
            } else if (!last.get().place().equals(here) && isAlive(last.get())) {
                throw new RunFailedException(
                        ("task %s is being run just now, from %s. The same task must not run twice: end"
                                        + " that run first")
                                .formatted(task, last.get().place()));
            }
        }

        /** What the folder still has would be applied to a target that it is not meant for. */
        private RunFailedException elsewhere() {
            return new RunFailedException(
                    ("the state folder %s was used for %s. This run is for %s, where nothing is known of"
                                    + " earlier runs. Give it a folder of its own (--state DIR); or,"
                                    + " where it takes the place of the other, --start-over: it"
                                    + " forgets what the folder knows, and loads everything anew")
                            .formatted(
                                    here,
                                    state.read(FILE).getProperty(PURPOSE, "another target"),
                                    purpose));
        }

        private boolean isAlive(Run run) throws SQLException, InterruptedException {
            return RunGuard.isAlive(task, run, table, connection);
        }

        private RunFailedException refusal(String place, Done done) {
            String copy =
                    tokens().isEmpty()
                            ? "This state folder (%s) does not know of it, and would load everything once more."
                            : "This state folder (%s) is another one, or an older copy: what it would"
                                    + " apply is not what the target needs.";
            return new RunFailedException(
                    ("task %s has been run into this target before, from %s (%,d rows loaded, %,d changes"
                                    + " applied%s). %s Go on with that state folder (--state), or, where"
                                    + " it is lost, give --start-over: it forgets what this folder and"
                                    + " the target know of the task, and loads everything anew")
                            .formatted(
                                    task,
                                    place,
                                    done.rows(),
                                    done.changes(),
                                    done.last()
                                            .map(
                                                    time ->
                                                            String.format(
                                                                    Locale.ROOT,
                                                                    ", the last at %s UTC",
                                                                    time.toInstant()
                                                                            .atOffset(
                                                                                    ZoneOffset.UTC)
                                                                            .format(
                                                                                    DateTimeFormatter
                                                                                            .ofPattern(
                                                                                                    "yyyy-MM-dd HH:mm:ss"))))
                                            .orElse(""),
                                    copy.formatted(here)));
        }

        private Set<String> tokens() {
            String tokens = state.read(FILE).getProperty(TOKENS, "");
            return new LinkedHashSet<>(tokens.isEmpty() ? List.of() : List.of(tokens.split(",")));
        }

        /** Before the target knows it, so that no crash in between can part the two. */
        private void remember(String token) {
            List<String> tokens =
                    new java.util.ArrayList<>(
                            tokens().stream()
                                    .skip(Math.max(0, tokens().size() - MOST_TOKENS))
                                    .toList());
            tokens.add(token);
            Properties properties = new Properties();
            properties.setProperty(TOKENS, String.join(",", tokens));
            properties.setProperty(PURPOSE, purpose);
            state.write(FILE, properties);
        }
    }

    /** Does a run that has not said its end still beat? */
    static boolean isAlive(String task, Run run, RunTable table, Connection connection)
            throws SQLException, InterruptedException {
        long end = System.nanoTime() + TO_BE_SEEN.toNanos();
        while (run.beat() > 0 && System.nanoTime() < end) {
            Thread.sleep(PAUSE.toMillis());
            if (!table.last(connection, task).equals(Optional.of(run))) {
                return true;
            }
        }
        return false;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this machine";
        }
    }

    private void beat() {
        for (long beat = 2; !closed && taken.isEmpty(); beat++) {
            try {
                Thread.sleep(BEAT.toMillis());
                tell(beat);
            } catch (InterruptedException e) {
                return;
            } catch (SQLException e) {
                LOG.info("The target cannot be told that the run is alive: {}", e.getMessage());
            }
        }
    }

    private void tell(long beat) throws SQLException {
        try (Connection connection = Databases.open(resolved.target())) {
            if (!closed && !table.beat(connection, token, beat)) {
                taken =
                        table.last(connection)
                                .filter(run -> !run.token().equals(token))
                                .map(Run::place)
                                .orElse("");
            }
        }
    }

    /**
     * @throws RunFailedException where another run of the task has begun
     */
    public void check() {
        if (!taken.isEmpty()) {
            throw new RunFailedException(
                    ("task %s has been started from %s meanwhile. The same task must not run twice:"
                                    + " this run ends")
                            .formatted(resolved.id(), taken));
        }
    }

    /** The run has ended: whoever comes next need not find out whether it is alive. */
    @Override
    public void close() {
        closed = true;
        beating.interrupt();
        Thread last =
                new Thread(
                        () -> {
                            try (Connection connection = Databases.open(resolved.target())) {
                                table.beat(connection, token, 0);
                            } catch (SQLException e) {
                                LOG.info("The target was not told of the end: {}", e.getMessage());
                            }
                        },
                        "dms-run-end");
        last.setDaemon(true);
        last.start();
        try {
            last.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
