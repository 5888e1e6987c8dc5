// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Sessions with settings by chance, distributed transactions with any end, restarts and deaths of
 * the task among them: in the end the target has what the source has. More seeds than the default:
 * {@code -Dsessions.seeds=100}.
 */
public abstract class AnySessionsContract extends SessionsHarness {
    private static final int STEPS = 30;

    /** Lock wait timeout, deadlock, duplicate key, and what XA says to a session in another state. */
    private static final Set<Integer> EXPECTED =
            Set.of(1205, 1213, 1062, 1397, 1399, 1400, 1402, 1440, 1613, 1614);

    private Random random;
    private final List<String> prepared = new ArrayList<>();
    private int transactions;
    private String history = "";

    /** Settings of all sessions that are switched while the task runs. */
    protected abstract List<String> globalSettings();

    /** The same as they are by default. */
    protected abstract List<String> globalDefaults();

    @Test
    void anySessions() {
        int seeds = Integer.getInteger("sessions.seeds", 2);
        long first = Long.getLong("sessions.first", 1);
        for (long seed = first; seed < first + seeds; seed++) {
            if (seed > first) {
                begin();
            }
            random = new Random(seed);
            history = "seed " + seed;
            try (SourceHarness harness = loaded()) {
                run(harness);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(history + "\n" + e.getMessage(), e);
            } finally {
                for (String setting : globalDefaults()) {
                    migration.run(setting);
                }
            }
            if (seed < first + seeds - 1) {
                cleanUp();
            }
        }
    }

    private void run(SourceHarness harness) {
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(12)) {
                case 0 -> decide();
                case 1 -> {
                    note("restart");
                    harness.restart();
                }
                case 2 -> {
                    note("death");
                    harness.storeNothing();
                    session();
                    polls(harness);
                    harness.restart();
                }
                case 3 -> globally();
                case 4 -> {
                    note("flush");
                    migration.run("FLUSH BINARY LOGS");
                }
                default -> session();
            }
            polls(harness);
        }
        while (!prepared.isEmpty()) {
            decide();
        }
        awaitEqual(harness);
    }

    private void note(String what) {
        history += "\n" + what;
    }

    private void polls(SourceHarness harness) {
        for (int i = random.nextInt(4); i > 0; i--) {
            harness.poll();
        }
    }

    private String any(String... of) {
        return of[random.nextInt(of.length)];
    }

    private void globally() {
        List<String> settings = globalSettings();
        if (!settings.isEmpty()) {
            String setting = settings.get(random.nextInt(settings.size()));
            note(setting);
            migration.run(setting);
        }
    }

    private void decide() {
        if (prepared.isEmpty()) {
            return;
        }
        String sql = any("XA COMMIT ", "XA ROLLBACK ") + prepared.remove(random.nextInt(prepared.size()));
        note(sql);
        execute(List.of(sql));
    }

    /** Runs statements in one session; false where one failed as it may. */
    private boolean execute(List<String> statements) {
        try (Connection connection = migration.server.connect(migration.database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return true;
        } catch (SQLException e) {
            if (!EXPECTED.contains(e.getErrorCode())) {
                throw new IllegalStateException(history + "\n" + e.getMessage(), e);
            }
            note("  failed: " + e.getMessage());
            return false;
        }
    }

    private void session() {
        List<String> statements = new ArrayList<>();
        statements.add("SET SESSION innodb_lock_wait_timeout = 1");
        statements.add(
                "SET SESSION binlog_format = "
                        + any("'ROW'", "'ROW'", "'ROW'", "'ROW'", "'MIXED'", "'STATEMENT'"));
        statements.add(
                "SET SESSION binlog_row_image = "
                        + any("'FULL'", "'FULL'", "'FULL'", "'FULL'", "'MINIMAL'", "'NOBLOB'"));
        statements.add("SET SESSION time_zone = " + any("'+00:00'", "'-11:30'"));
        statements.add("SET SESSION sql_mode = " + any("''", "'ANSI_QUOTES'", "'STRICT_ALL_TABLES'"));
        boolean distributed = random.nextInt(3) == 0;
        String xid = "'x%d','%s'".formatted(++transactions, any("", "b"));
        statements.add(distributed ? "XA START " + xid : "BEGIN");
        for (int i = random.nextInt(4); i >= 0; i--) {
            statements.add(change());
        }
        String end = distributed ? any("PREPARE", "PREPARE", "ONE PHASE") : any("COMMIT", "ROLLBACK");
        if (distributed) {
            statements.add("XA END " + xid);
            statements.add(
                    end.equals("PREPARE") ? "XA PREPARE " + xid : "XA COMMIT " + xid + " ONE PHASE");
        } else {
            statements.add(end);
        }
        note(String.join("; ", statements.subList(1, statements.size())));
        if (execute(statements) && end.equals("PREPARE")) {
            prepared.add(xid);
        }
    }

    private String change() {
        String table = any("t", "t", "u");
        int id = 10 + random.nextInt(30);
        return switch (random.nextInt(7)) {
            case 0 -> "UPDATE %s SET a = a + 1 WHERE id = %d".formatted(table, id);
            case 1 -> "DELETE FROM %s WHERE id = %d".formatted(table, id);
            case 2 -> "UPDATE %s SET v = REPEAT('w%d', 400) WHERE id = %d".formatted(table, id, id);
            case 3 -> "REPLACE INTO %s (id, a) VALUES (%d, %d)".formatted(table, id, id);
            case 4 -> "UPDATE %s SET id = id + 1000 WHERE id = %d".formatted(table, id);
            default ->
                    "REPLACE INTO %s VALUES (%d, %d, REPEAT('v', %d))"
                            .formatted(table, id, random.nextInt(100), random.nextInt(600));
        };
    }
}
