// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sessions of one script. A statement that its server refuses changes nothing and is no fault,
 * unless we are the reason. A table that has just lost its key is published for a moment still: the
 * application tries its transaction again, as docs/limits.md asks for.
 */
final class Sessions implements AutoCloseable {
    private static final String NO_IDENTITY = "replica identity";
    private static final String LOCKED = "Lock wait timeout";

    /** What a server says where something of ours is in the way of the application. */
    private static final List<String> OURS = List.of(NO_IDENTITY, "lock timeout", LOCKED);

    private static final long TRIED_MILLIS = 10_000;

    /**
     * The two have the same message. Nobody but the sessions themselves locks rows, and a unique
     * index may have one of them wait for another in no time.
     */
    private static final int ROW_LOCK_SECONDS = 2;

    private static final int TABLE_LOCK_SECONDS = 10;

    /** What tells connections of the test from those of the task. */
    static final String NAME = "generator";

    private final Place place;
    private final Runnable meanwhile;
    private final Map<Integer, List<String>> transactions = new HashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    private final List<String> hurt = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int executed;

    /**
     * @param meanwhile is done while a statement waits for its next try
     */
    Sessions(Place place, String schema, Runnable meanwhile) {
        this.place = place;
        this.meanwhile = meanwhile;
        for (int i = 0; i < TableModel.SESSIONS; i++) {
            boolean postgres = place.source().isPostgreSql();
            Connection connection =
                    place.source().server().connect(postgres ? place.sourceDatabase() : schema);
            connections.add(connection);
            String[] settings =
                    postgres
                            ? new String[] {
                                "set search_path = " + schema + ", public",
                                "set lock_timeout = '10s'",
                                "set timezone = 'UTC'",
                                "set application_name = '" + NAME + "'"
                            }
                            : new String[] {
                                "set session sql_mode = 'NO_ENGINE_SUBSTITUTION'",
                                "set session transaction isolation level read committed",
                                "set session innodb_lock_wait_timeout = " + ROW_LOCK_SECONDS,
                                "set session lock_wait_timeout = " + TABLE_LOCK_SECONDS
                            };
            try (Statement statement = connection.createStatement()) {
                for (String setting : settings) {
                    statement.execute(setting);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void execute(Script.Step step) {
        executed++;
        long start = System.nanoTime();
        String refusal = run(step.session(), step.sql());
        boolean waitedForRows =
                System.nanoTime() - start < (TABLE_LOCK_SECONDS - 1) * 1_000_000_000L
                        && refusal.contains(LOCKED);
        long end = System.nanoTime() + TRIED_MILLIS * 1_000_000;
        boolean ownDoing = refusal.contains(NO_IDENTITY) && hasTakenKey(step.session());
        while (refusal.contains(NO_IDENTITY) && !ownDoing && System.nanoTime() < end) {
            meanwhile.run();
            refusal = again(step);
        }
        remember(step);
        if (!refusal.isEmpty()) {
            refused.add(refusal.lines().findFirst().orElse("") + " <- " + step);
            String message = refusal;
            boolean theirs = ownDoing || waitedForRows;
            if (!theirs && OURS.stream().anyMatch(message::contains)) {
                hurt.add(
                        "the application's statement failed: %s <- %s; others: %s"
                                .formatted(message, step, others()));
            }
        }
    }

    /**
     * Has the open transaction dropped a key? Nobody else sees that before it ends, and what it
     * changes after that is refused; see docs/limits.md.
     */
    private boolean hasTakenKey(int session) {
        return transactions.getOrDefault(session, List.of()).stream()
                .anyMatch(sql -> sql.contains("drop constraint") || sql.contains(NO_IDENTITY));
    }

    /** Empty where the server has done it. */
    private String run(int session, String sql) {
        try (Statement statement = connections.get(session).createStatement()) {
            statement.execute(sql);
            return "";
        } catch (SQLException e) {
            return "refused: " + e.getMessage();
        }
    }

    /** With all of its transaction before it. */
    private String again(Script.Step step) {
        List<String> before = transactions.getOrDefault(step.session(), List.of());
        if (!before.isEmpty()) {
            run(step.session(), "rollback");
        }
        for (String sql : before) {
            String refusal = run(step.session(), sql);
            if (refusal.contains(NO_IDENTITY)) {
                return refusal;
            }
        }
        return run(step.session(), step.sql());
    }

    private void remember(Script.Step step) {
        String sql = step.sql();
        if (sql.equals("begin")) {
            transactions.put(step.session(), new ArrayList<>(List.of(sql)));
        } else if (sql.equals("commit") || sql.equals("rollback")) {
            transactions.remove(step.session());
        } else if (transactions.containsKey(step.session())) {
            transactions.get(step.session()).add(sql);
        }
    }

    /** Who is busy at the source, so that one sees who was in the way. */
    private List<List<String>> others() {
        return place.source()
                .server()
                .query(
                        place.source().isPostgreSql()
                                ? "select pid, application_name, state, pg_blocking_pids(pid)::text,"
                                        + " left(query, 120) from pg_stat_activity where datname = '"
                                        + place.sourceDatabase()
                                        + "' and state <> 'idle'"
                                : "select id, command, time, state, left(info, 120),"
                                        + " (select group_concat(trx_state, ' ', trx_started) from"
                                        + " information_schema.innodb_trx where trx_mysql_thread_id = id) trx"
                                        + " from information_schema.processlist"
                                        + " where command <> 'Sleep' or id in"
                                        + " (select trx_mysql_thread_id from information_schema.innodb_trx)");
    }

    /** Statements that failed because of us. */
    List<String> hurt() {
        return hurt;
    }

    List<String> refused() {
        return refused;
    }

    int executed() {
        return executed;
    }

    @Override
    public void close() {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
