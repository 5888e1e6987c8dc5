// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import io.dmsconnect.testing.RowComparison;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A document of twenty rules, under writes that move rows into filters and out of them: the target
 * has what the same rules, written as SQL, give on the source.
 */
class MappingTest {
    private static final int ROWS = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<String> COUNTRIES = List.of("DE", "AT", "FR", "de", "XX");
    private static final List<String> STATES = List.of("draft", "open", "paid");

    @TempDir Path folder;

    /** What a table of the target has to hold: a query on the source, one on the target. */
    private record Expected(String source, String target) {}

    private static final List<Expected> EXPECTED =
            List.of(
                    new Expected(
                            """
                            SELECT id, name, UPPER(SHA2(email, 256)), REGEXP_REPLACE(card_no, '[0-9]', '#'),
                              country, balance, CAST(created AS CHAR), CONCAT(name, ' (', country, ')')
                            FROM customers
                            WHERE BINARY country IN ('DE', 'AT') AND (balance >= 0 OR balance IS NULL)
                            """,
                            """
                            SELECT id, full_name, email, card_no, country, balance, TO_CHAR(created, 'YYYY-MM-DD HH24:MI:SS.US'), label
                            FROM moved.customers
                            """),
                    new Expected(
                            """
                            SELECT id, customer_id, amount, status, placed,
                              CASE WHEN amount >= 500 THEN 'BIG' ELSE 'SMALL' END
                            FROM Orders WHERE status <> 'draft'
                            """,
                            "SELECT id, customer_id, amount, status, placed, size FROM moved.orders"),
                    new Expected(
                            "SELECT order_id, line, qty, price FROM order_lines",
                            "SELECT l_order_id, l_line, qty, l_price FROM moved.order_lines"),
                    new Expected(
                            "SELECT id, v FROM order_late", "SELECT id, v FROM moved.order_late"),
                    new Expected(
                            "SELECT id, v FROM order_latest",
                            "SELECT id, v FROM moved.order_latest"),
                    new Expected(
                            "SELECT id, what FROM events", "SELECT id, what FROM moved.events_log"),
                    new Expected(
                            "SELECT code, text FROM CODES",
                            "SELECT code, text FROM moved.code_list"));

    /** A table that comes while the task runs, and is selected. */
    private static void addTable(MariaDbServer source) {
        source.execute(
                "CREATE TABLE mapped.order_late (id int PRIMARY KEY, v varchar(20))",
                "INSERT INTO mapped.order_late SELECT seq, 'first' FROM seq_1_to_500",
                "UPDATE mapped.order_late SET v = 'second' WHERE id < 100",
                "DELETE FROM mapped.order_late WHERE id = 50");
    }

    private static void fill(MariaDbServer source) {
        String rows = " FROM seq_1_to_" + ROWS;
        source.execute(
                "CREATE DATABASE mapped DEFAULT CHARACTER SET utf8mb4",
                """
                CREATE TABLE mapped.customers (id bigint PRIMARY KEY, name varchar(50) NOT NULL,
                  email varchar(100), card_no varchar(20), country char(2) NOT NULL,
                  balance decimal(12,2), created datetime(6) NOT NULL, notes text)
                """,
                "INSERT INTO mapped.customers SELECT seq, CONCAT('Zoë 🐘 ', seq),"
                        + " CONCAT('c', seq, '@example.org'), CONCAT('4711-', seq, 'X'),"
                        + " ELT(1 + seq % 5, 'DE', 'AT', 'FR', 'de', 'XX'),"
                        + " IF(seq % 7 = 0, NULL, 1000 - seq / 10), '2024-01-01 00:00:00.123456', 'secret'"
                        + rows,
                """
                CREATE TABLE mapped.Orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL,
                  amount decimal(10,2), status varchar(10), placed date)
                """,
                "INSERT INTO mapped.Orders SELECT seq, seq, seq / 20,"
                        + " ELT(seq % 4, 'draft', 'open', 'paid'), '2024-02-29'"
                        + rows,
                "CREATE TABLE mapped.order_lines (order_id bigint, line int, qty int NOT NULL,"
                        + " price decimal(10,2), PRIMARY KEY (order_id, line))",
                "INSERT INTO mapped.order_lines SELECT seq, 1, seq % 9, 1.5" + rows,
                "CREATE TABLE mapped.order_tmp1 (id int PRIMARY KEY)",
                "CREATE TABLE mapped.other (id int PRIMARY KEY)",
                "CREATE TABLE mapped.events (id bigint NOT NULL, what varchar(20))",
                "INSERT INTO mapped.events SELECT seq % 100, 'seen'" + rows,
                "CREATE TABLE mapped.CODES (code varchar(10) PRIMARY KEY, text varchar(50), internal int)",
                "INSERT INTO mapped.CODES VALUES ('a', 'A', 1), ('B ', NULL, 2), ('ß', 'quote '' \" `', 3)");
    }

    /** Writes until it is interrupted, and counts its transactions. */
    private static Callable<Void> writer(
            MariaDbServer source, long seed, AtomicInteger transactions) {
        return () -> {
            Random random = new Random(seed);
            try (Connection connection = source.connect("mapped");
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (!Thread.interrupted()) {
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        statement.execute(change(random));
                    }
                    connection.commit();
                    transactions.incrementAndGet();
                }
            }
            return null;
        };
    }

    private static String change(Random random) {
        int id = 1 + random.nextInt(ROWS);
        String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
        String state = STATES.get(random.nextInt(STATES.size()));
        return switch (random.nextInt(10)) {
            case 0, 1 -> "UPDATE customers SET country = '%s' WHERE id = %d".formatted(country, id);
            case 2 -> "UPDATE customers SET balance = -balance WHERE id = " + id;
            case 3 ->
                    "UPDATE IGNORE customers SET id = id + 1000000, country = '%s' WHERE id = %d"
                            .formatted(country, id);
            case 4 -> "DELETE FROM customers WHERE id = " + id;
            case 5 ->
                    "INSERT IGNORE INTO customers VALUES (%d, 'new', NULL, '12', '%s', 5, NOW(6), NULL)"
                            .formatted(id, country);
            case 6 -> "UPDATE Orders SET status = '%s' WHERE id = %d".formatted(state, id);
            case 7 -> "UPDATE Orders SET amount = amount + 400 WHERE id = " + id;
            case 8 ->
                    "UPDATE order_lines SET qty = qty + 1, line = line + 1 WHERE order_id = " + id;
            default -> "INSERT INTO events VALUES (%d, 'again')".formatted(id % 50);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "transform"})
    void twentyRules(String location) throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        PostgreSqlServer target = PostgreSqlServer.shared();
        source.execute("DROP DATABASE IF EXISTS mapped");
        target.execute("DROP DATABASE IF EXISTS mapped", "CREATE DATABASE mapped");
        fill(source);
        long seed = Long.getLong("mapping.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dmapping.seed=" + seed + ")");
        String file =
                new TaskFile(
                                "mapped-" + location,
                                "full-load-and-cdc",
                                source,
                                "mapped",
                                target,
                                "mapped")
                        .mappings(MappingTest.class.getResource("/mapping/twenty-rules.json"))
                        .connect("mapping.location", location)
                        .write(folder)
                        .toString();
        String state = folder.resolve("state").toString();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (DmsProcess dms = DmsProcess.start(folder, "run", file, "--state", state)) {
            AtomicInteger transactions = new AtomicInteger();
            Future<Void> writing = thread.submit(writer(source, seed, transactions));
            awaitRows(dms, target, "moved.customers");
            addTable(source);
            awaitRows(dms, target, "moved.order_late");
            source.execute("UPDATE mapped.order_late SET v = 'third' WHERE id > 400");
            Eventually.holds(
                    PATIENCE,
                    () -> {
                        dms.requireAlive();
                        assertThat(transactions.get()).isGreaterThan(100);
                    });
            thread.shutdownNow();
            writing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            dms.kill();
        }
        source.execute(
                "CREATE TABLE mapped.order_latest (id int PRIMARY KEY, v varchar(20))",
                "INSERT INTO mapped.order_latest SELECT seq, 'while away' FROM seq_1_to_50000");
        DmsProcess last =
                DmsProcess.run(folder, "run", file, "--state", state, "--stop-when", "in-sync");
        assertThat(last.exitCode()).as("seed %d:\n%s", seed, last.tail()).isZero();
        compare(source, target, seed);
    }

    private static void awaitRows(DmsProcess dms, PostgreSqlServer target, String table) {
        Eventually.holds(
                PATIENCE,
                () -> {
                    dms.requireAlive();
                    assertThat(target.queryIn("mapped", "SELECT 1 FROM " + table + " LIMIT 1"))
                            .isNotEmpty();
                });
    }

    private static void compare(MariaDbServer source, PostgreSqlServer target, long seed)
            throws SQLException {
        try (Connection from = source.connect("mapped");
                Connection to = target.connect("mapped")) {
            for (Expected expected : EXPECTED) {
                assertThat(RowComparison.compare(from, expected.source(), to, expected.target()))
                        .as("seed %d: %s", seed, expected.target())
                        .isEmpty();
            }
        }
        try (Connection to = target.connect("mapped");
                Statement statement = to.createStatement();
                var tables =
                        statement.executeQuery(
                                "SELECT string_agg(table_name, ',' ORDER BY table_name)"
                                        + " FROM information_schema.tables WHERE table_schema = 'moved'")) {
            tables.next();
            assertThat(tables.getString(1))
                    .isEqualTo(
                            "code_list,customers,events_log,order_late,order_latest,order_lines,orders");
        }
    }
}
