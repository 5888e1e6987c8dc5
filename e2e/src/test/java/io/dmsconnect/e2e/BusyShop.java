// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.PostgreSqlServer;
import io.dmsconnect.testing.RowComparison;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A source database that somebody keeps changing: inserts, updates, deletes, key changes and
 * transactions over several tables, also of rows that are just being loaded. The writer lives
 * through restarts of its server.
 */
final class BusyShop implements AutoCloseable {
    static final List<String> TABLES = List.of("orders", "log_lines", "\"Odd name\"", "nothing");

    private final DatabaseServer server;
    private final String database;
    private final boolean postgres;
    private final Random random;
    private final Thread writer;
    private volatile boolean stopped;
    private volatile Throwable failure;
    private volatile long transactions;

    BusyShop(DatabaseServer server, String database, int rows, long seed) {
        this.server = server;
        this.database = database;
        this.postgres = server instanceof PostgreSqlServer;
        this.random = new Random(seed);
        fill(rows);
        writer = new Thread(this::write, "shop-writer");
        writer.setDaemon(true);
    }

    private String sql(String text) {
        return postgres ? text : text.replace('"', '`');
    }

    private void fill(int rows) {
        String series =
                postgres
                        ? "generate_series(1, %d) AS s(n)".formatted(rows)
                        : "(SELECT seq AS n FROM seq_1_to_%d) s".formatted(rows);
        String text = postgres ? "text" : "longtext";
        String blob = postgres ? "bytea" : "longblob";
        String repeat = postgres ? "repeat('é🐘', 20)" : "REPEAT('é🐘', 20)";
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String ddl :
                    List.of(
                            "CREATE TABLE orders (id bigint NOT NULL PRIMARY KEY, amount numeric(12,2),"
                                    + " note "
                                    + text
                                    + ", picture "
                                    + blob
                                    + ", at "
                                    + (postgres ? "timestamp(6)" : "datetime(6)")
                                    + " NULL)",
                            "INSERT INTO orders SELECT n, n / 100.0, "
                                    + repeat
                                    + ", NULL, '2024-01-01 00:00:00.123456' FROM "
                                    + series,
                            "CREATE TABLE log_lines (line int NOT NULL, message varchar(200) NULL)",
                            "INSERT INTO log_lines SELECT n, 'line' FROM " + series,
                            sql(
                                    "CREATE TABLE \"Odd name\" (\"select\" int NOT NULL, \"Größe\" varchar(20) NOT NULL, v int,"
                                            + " PRIMARY KEY (\"select\", \"Größe\"))"),
                            sql("INSERT INTO \"Odd name\" SELECT n, 'a', 0 FROM ") + series,
                            "CREATE TABLE nothing (id int NOT NULL PRIMARY KEY)")) {
                statement.execute(ddl);
            }
            if (postgres) {
                statement.execute("ALTER TABLE log_lines REPLICA IDENTITY FULL");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    BusyShop start() {
        writer.start();
        return this;
    }

    private void write() {
        long next = 10_000_000;
        while (!stopped) {
            try (Connection connection = server.connect(database);
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (!stopped) {
                    for (int i = random.nextInt(5); i >= 0; i--) {
                        statement.execute(sql(change(next++)));
                    }
                    if (random.nextInt(10) == 0) {
                        connection.rollback();
                    } else {
                        connection.commit();
                        transactions++;
                    }
                    Thread.sleep(random.nextInt(6));
                }
            } catch (SQLException | IllegalStateException e) {
                if (!isConnectionLoss(e)) {
                    failure = e;
                    return;
                }
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean isConnectionLoss(Exception e) {
        Throwable cause = e instanceof SQLException ? e : e.getCause();
        if (!(cause instanceof SQLException sql)) {
            return false;
        }
        String state = sql.getSQLState() == null ? "08" : sql.getSQLState();
        return state.startsWith("08")
                || state.startsWith("57")
                || state.equals("70100")
                || sql.getErrorCode() == 1927;
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String change(long next) {
        int id = 1 + random.nextInt(50_000);
        return switch (random.nextInt(9)) {
            case 0 ->
                    "INSERT INTO orders (id, amount, note) VALUES ("
                            + next
                            + ", 1.10, 'new ''row'' 🐘')";
            case 1 -> "UPDATE orders SET amount = amount + 0.01 WHERE id = " + id;
            case 2 -> "UPDATE orders SET note = NULL WHERE id = " + id;
            case 3 -> "DELETE FROM orders WHERE id = " + id;
            case 4 -> "UPDATE orders SET id = id + 100000000 WHERE id = " + id;
            case 5 -> "INSERT INTO log_lines VALUES (" + (next % 1000) + ", 'same line')";
            case 6 -> "UPDATE \"Odd name\" SET v = v + 1 WHERE \"select\" = " + id;
            case 7 -> "UPDATE \"Odd name\" SET \"Größe\" = 'b' WHERE \"select\" = " + id;
            default ->
                    "UPDATE log_lines SET message = 'changed' WHERE line = "
                            + id
                            + " AND message = 'line'";
        };
    }

    /** Stops the writer; what it has committed is what the target must have. */
    void stop() {
        stopped = true;
        try {
            writer.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("the writer failed: " + failure.getMessage(), failure);
        }
        if (transactions == 0) {
            throw new IllegalStateException("the writer has written nothing");
        }
    }

    /** Goes on for at least so many transactions more, however slow the machine is. */
    void awaitTransactions(int more) {
        long enough = transactions + more;
        Eventually.holds(
                Duration.ofMinutes(4),
                () -> {
                    if (failure != null) {
                        throw new Error("the writer failed", failure);
                    }
                    if (transactions < enough) {
                        throw new AssertionError(transactions + " of " + enough + " written");
                    }
                });
    }

    long transactions() {
        return transactions;
    }

    /** Differences of all tables. */
    List<String> compare(DatabaseServer target, String targetDatabase, String targetSchema) {
        boolean targetIsPostgres = target instanceof PostgreSqlServer;
        List<String> differences = new ArrayList<>();
        try (Connection from = server.connect(database);
                Connection to = target.connect(targetDatabase)) {
            for (String table : TABLES) {
                String quoted = targetIsPostgres ? table : table.replace('"', '`');
                for (String difference :
                        RowComparison.compare(
                                from,
                                sql(columns(table, postgres)) + " FROM " + sql(table),
                                to,
                                (targetIsPostgres
                                                ? columns(table, true)
                                                : columns(table, false).replace('"', '`'))
                                        + " FROM "
                                        + targetSchema
                                        + "."
                                        + quoted)) {
                    differences.add(table + " " + difference);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return differences;
    }

    private static String columns(String table, boolean postgres) {
        String text = postgres ? "CAST(%s AS text)" : "CAST(%s AS CHAR)";
        return switch (table) {
            case "orders" -> "SELECT id, amount, note, picture, " + text.formatted("at");
            case "\"Odd name\"" -> "SELECT \"select\", \"Größe\", v";
            case "log_lines" -> "SELECT line, message";
            default -> "SELECT id";
        };
    }

    @Override
    public void close() {
        stopped = true;
    }
}
