// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.Operation;
import io.dmsconnect.core.event.RowChange;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * A task that is killed in the middle of a transaction, again and again. COPY writes many rows into
 * one record of the log: they all have the same place. Rows without a key are not told apart, so
 * that what is sent twice is there twice.
 */
class CutTransactionsTest {
    private static final String PROBE = "dms_probe";
    private static final boolean EVERYWHERE = Boolean.getBoolean("cut.everywhere");
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Migration migration = new Migration("cdc");
    private SourceHarness harness;

    @BeforeEach
    void follow() {
        migration.config.put("debezium.max.batch.size", "1");
        migration.config.put("debezium.max.queue.size", "10000");
        migration.run(
                "CREATE TABLE t(id bigint, v text)",
                "CREATE TABLE u(id bigint, v text)",
                "CREATE TABLE k(id bigint PRIMARY KEY, v text)");
        harness = migration.start();
        harness.until("started", harness::isStarted);
        migration.run("INSERT INTO t VALUES (-1, 'first')");
        harness.until("first", () -> harness.changes.size() == 1);
        harness.committing = false;
        migration.server.query(
                "SELECT pg_create_logical_replication_slot('" + PROBE + "', 'pgoutput')");
    }

    @AfterEach
    void cleanUp() {
        harness.close();
        migration.server.query("SELECT pg_drop_replication_slot('" + PROBE + "')");
        migration.cleanUp();
    }

    private interface Work {
        void in(Connection connection, Statement statement) throws SQLException, IOException;
    }

    /** One transaction. */
    private void transaction(Work work) throws SQLException, IOException {
        try (Connection connection = migration.server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + migration.schema);
            connection.setAutoCommit(false);
            work.in(connection, statement);
            connection.commit();
        }
    }

    private static void copy(Connection connection, String table, int first, int last)
            throws SQLException, IOException {
        StringBuilder rows = new StringBuilder();
        for (int id = first; id <= last; id++) {
            rows.append(id).append("\tcopied\n");
        }
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN", new StringReader(rows.toString()));
    }

    /** How many changes each record of the log has, in the order in which they are sent. */
    private List<Integer> changesPerRecord() {
        String publications =
                migration
                        .server
                        .query(
                                "SELECT string_agg(pubname, ',') FROM pg_publication WHERE pubname"
                                        + " LIKE 'dms_test_"
                                        + migration.schema
                                        + "\\_%'")
                        .get(0)
                        .get(0);
        List<Integer> counts = new ArrayList<>();
        migration
                .server
                .query(
                        """
                        SELECT count(*) FROM (
                          SELECT lsn, data, row_number() OVER () AS n
                          FROM pg_logical_slot_peek_binary_changes('%s', NULL, NULL,
                            'proto_version', '1', 'publication_names', '%s')) c
                        WHERE get_byte(data, 0) IN (ascii('I'), ascii('U'), ascii('D'), ascii('T'))
                        GROUP BY lsn ORDER BY min(n)
                        """
                                .formatted(PROBE, publications))
                .forEach(row -> counts.add(Integer.parseInt(row.get(0))));
        return counts;
    }

    /**
     * Behind the first change of a record, the last but one and the last; with {@code
     * -Dcut.everywhere=true} more, in more records.
     */
    private static SortedSet<Integer> cuts(List<Integer> changesPerRecord) {
        SortedSet<Integer> cuts = new TreeSet<>();
        int before = 0;
        for (int record = 0; record < changesPerRecord.size(); record++) {
            int changes = changesPerRecord.get(record);
            int left = changesPerRecord.size() - 1 - record;
            boolean middle = record < 3 || left < 2 || record == changesPerRecord.size() / 2;
            if (record < 2 || left < 1 || (EVERYWHERE && middle)) {
                for (int behind :
                        EVERYWHERE
                                ? List.of(1, 2, changes / 2, changes - 1, changes)
                                : List.of(1, changes - 1, changes)) {
                    if (behind > 0 && behind <= changes) {
                        cuts.add(before + behind);
                    }
                }
            }
            before += changes;
        }
        return cuts;
    }

    /** As a worker that is killed: the slot stays where it was. */
    private void killAt(int changes) {
        untilSent(changes);
        endSession();
        harness.restart();
    }

    private void untilSent(int changes) {
        harness.until("change " + changes, SOON, () -> harness.changes.size() >= 1 + changes);
    }

    private void endSession() {
        migration.server.query(
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active AND"
                        + " slot_name LIKE 'dms_test_"
                        + migration.schema
                        + "\\_%'");
    }

    private void cutEverywhere() {
        List<Integer> perRecord = changesPerRecord();
        cuts(perRecord).forEach(this::killAt);
    }

    private void toTheEnd() {
        migration.run("INSERT INTO t VALUES (1000000, 'end')");
        harness.until(
                "end",
                SOON,
                () ->
                        harness.changesOf("t").stream()
                                .anyMatch(
                                        c ->
                                                c.after() != null
                                                        && c.after().value(0).equals(1_000_000L)));
    }

    /** What was sent of the table is what it has, once each and in its order. */
    private void assertSent(String table) {
        List<String> sent = new ArrayList<>();
        for (RowChange change : harness.changesOf(table)) {
            assertThat(change.operation()).isEqualTo(Operation.INSERT);
            sent.add(change.after().value(0).toString());
        }
        List<String> rows =
                migration
                        .server
                        .query("SELECT id FROM " + migration.schema + "." + table + " ORDER BY id")
                        .stream()
                        .map(row -> row.get(0))
                        .toList();
        List<String> lost = new ArrayList<>(rows);
        lost.removeAll(new HashSet<>(sent));
        List<String> repeated = new ArrayList<>(sent);
        new HashSet<>(sent).forEach(repeated::remove);
        assertThat(lost).as("lost").isEmpty();
        assertThat(repeated).as("repeated").isEmpty();
        assertThat(sent).as("order").isEqualTo(rows);
    }

    @Test
    void aCopy() throws Exception {
        transaction((connection, statement) -> copy(connection, "t", 1, 3000));
        cutEverywhere();
        toTheEnd();
        assertSent("t");
    }

    @Test
    void twoCopiesOfOneTransaction() throws Exception {
        transaction(
                (connection, statement) -> {
                    statement.execute("INSERT INTO t VALUES (0, 'before')");
                    copy(connection, "t", 1, 700);
                    copy(connection, "t", 701, 1000);
                    statement.execute("INSERT INTO t VALUES (1001, 'behind')");
                });
        cutEverywhere();
        toTheEnd();
        assertSent("t");
    }

    @Test
    void copiesIntoTwoTables() throws Exception {
        transaction(
                (connection, statement) -> {
                    copy(connection, "u", 1, 400);
                    copy(connection, "t", 1, 400);
                    copy(connection, "u", 401, 500);
                });
        cutEverywhere();
        toTheEnd();
        assertSent("t");
        assertSent("u");
    }

    @Test
    void insertSelect() throws Exception {
        transaction(
                (connection, statement) ->
                        statement.execute(
                                "INSERT INTO t SELECT i, 'x' FROM generate_series(1, 3000) i"));
        cutEverywhere();
        toTheEnd();
        assertSent("t");
    }

    /** The task's own session is lost only: another one goes on in the same process. */
    @Test
    void sessionsThatAreLost() throws Exception {
        transaction(
                (connection, statement) -> {
                    copy(connection, "t", 1, 2000);
                    copy(connection, "u", 1, 2000);
                });
        for (int cut : cuts(changesPerRecord())) {
            untilSent(cut);
            endSession();
        }
        toTheEnd();
        assertSent("t");
        assertSent("u");
    }

    /** Their commits are between the record and its transaction's commit. */
    @Test
    void amongTransactionsOfOthers() throws Exception {
        transaction(
                (connection, statement) -> {
                    copy(connection, "t", 1, 300);
                    transaction((other, o) -> copy(other, "u", 1, 300));
                    copy(connection, "t", 301, 600);
                    transaction((other, o) -> copy(other, "u", 301, 600));
                    statement.execute("INSERT INTO t VALUES (601, 'x')");
                });
        transaction((connection, statement) -> copy(connection, "u", 601, 900));
        cutEverywhere();
        toTheEnd();
        assertSent("t");
        assertSent("u");
    }

    /** Messages that are no changes of rows are in the log, too. */
    @Test
    void amongMessages() throws Exception {
        transaction(
                (connection, statement) -> {
                    String message = "SELECT pg_logical_emit_message(%b, 'somebody', 'text')";
                    statement.execute(message.formatted(true));
                    copy(connection, "t", 1, 300);
                    statement.execute(message.formatted(true));
                    statement.execute(message.formatted(false));
                    copy(connection, "t", 301, 600);
                    statement.execute(message.formatted(true));
                    copy(connection, "t", 601, 900);
                });
        cutEverywhere();
        toTheEnd();
        assertSent("t");
    }

    /** One message of the server's for all tables of the statement. */
    @Test
    void aTruncateOfSeveralTables() throws Exception {
        transaction(
                (connection, statement) -> {
                    copy(connection, "k", 1, 10);
                    statement.execute("TRUNCATE k, t, u");
                    copy(connection, "u", 1, 10);
                });
        for (int change = 1; change <= 23; change += EVERYWHERE ? 1 : 4) {
            killAt(change);
        }
        toTheEnd();
        assertThat(harness.operations("k")).isEqualTo("c".repeat(10) + "t");
        assertThat(harness.operations("t")).isEqualTo("ctc");
        assertThat(harness.operations("u")).isEqualTo("t" + "c".repeat(10));
    }

    /** Each is two records of ours, and one change of the log. */
    @Test
    void keysThatMove() throws Exception {
        transaction(
                (connection, statement) -> {
                    copy(connection, "k", 1, 10);
                    statement.execute("UPDATE k SET id = id + 100");
                });
        for (int change = 1; change <= 30; change += EVERYWHERE ? 1 : 6) {
            killAt(change);
        }
        toTheEnd();
        assertThat(harness.operations("k")).isEqualTo("c".repeat(10) + "dc".repeat(10));
        assertThat(harness.replayed("k")).hasSize(10).containsKey(101L).containsKey(110L);
    }
}
