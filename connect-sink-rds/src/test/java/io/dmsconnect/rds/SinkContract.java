// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.testing.DatabaseServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the sink does with any target, on a real server. */
abstract class SinkContract {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final DataType INT8 = DataType.of(Kind.INT8);
    private static final DataType TEXT = DataType.of(Kind.NCLOB);
    private static final Object ABSENT = ArrayRow.ABSENT;

    private final String schema = "s" + NEXT.incrementAndGet();
    private final SinkHarness.Topics topics = new SinkHarness.Topics();
    private final Lanes lanes = new Lanes(topics, 1);
    private final List<SinkHarness> open = new ArrayList<>();
    private final Map<String, String> config = new HashMap<>();

    /** id, name, note. */
    private final Table items =
            Lanes.table(
                    schema,
                    "items",
                    List.of("id"),
                    Lanes.column("id", INT8),
                    Lanes.column("name", DataType.string(Kind.WSTRING, 20)),
                    Lanes.column("note", TEXT));

    private final Table log =
            Lanes.table(
                    schema,
                    "log",
                    List.of(),
                    Lanes.column("at", DataType.temporal(Kind.DATETIME, 6)),
                    Lanes.column("what", TEXT),
                    Lanes.column("amount", DataType.numeric(20, 4)),
                    Lanes.column("ratio", DataType.of(Kind.REAL4)));

    abstract DatabaseServer server();

    abstract String quote(String name);

    /** Qualified name of a control table. */
    abstract String control(String table);

    /** Creates this test's schema. */
    abstract String createSchema();

    final String schema() {
        return schema;
    }

    @BeforeEach
    void configure() {
        config.put("name", "sink-" + schema);
        config.put("connection.url", server().jdbcUrl());
        config.put("connection.username", server().user());
        config.put("connection.password", server().password());
    }

    @AfterEach
    void close() {
        open.forEach(SinkHarness::close);
    }

    private SinkHarness sink() {
        return sink(null);
    }

    private SinkHarness sink(Set<TopicPartition> only) {
        SinkHarness harness = new SinkHarness(config, topics, only);
        open.add(harness);
        return harness;
    }

    private void settings(String json) {
        config.put("task.settings", json);
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private String name(Table table) {
        return quote(table.id().schema()) + "." + quote(table.id().name());
    }

    private List<List<String>> rows(Table table) {
        return server().query("SELECT * FROM " + name(table) + " ORDER BY 1");
    }

    private List<String> state(Table table, String... columns) {
        return server().query(
                        "SELECT %s FROM %s WHERE task_name = '%s' AND target_table = '%s'"
                                .formatted(
                                        String.join(", ", columns),
                                        control("awsdms_connect_tables"),
                                        "sink-" + schema,
                                        table.id().name()))
                .get(0);
    }

    private static List<String> texts(Object... values) {
        return Arrays.stream(values).map(value -> value == null ? null : value.toString()).toList();
    }

    private void loadTwo() {
        lanes.load(items, 1, "xid:1:1:", row(1L, "one", "n1"), row(2L, "two", null));
    }

    // loads

    @Test
    void loadsAndSaysSo() {
        lanes.announce(items);
        SinkHarness sink = sink();
        sink.drain();
        assertThat(state(items, "table_state", "estimated_rows"))
                .isEqualTo(texts("Before load", 10));
        lanes.begin(items, 1, "xid:1:1:");
        lanes.rows(
                items,
                1,
                "xid:1:1:",
                row(1L, "one", "tab\t nl\n cr\r bs\\ \\N '\""),
                row(2L, "", null));
        sink.drain();
        assertThat(state(items, "table_state")).isEqualTo(texts("Full load"));
        assertThat(
                        server().query(
                                        "SELECT segment_rows, complete FROM %s WHERE task_name = 'sink-%s'"
                                                .formatted(
                                                        control("awsdms_connect_segments"),
                                                        schema)))
                .containsExactly(texts(2, 0));
        lanes.end(items, 1, "xid:1:1:", 2);
        sink.drain();
        assertThat(state(items, "table_state", "full_load_rows", "error"))
                .isEqualTo(texts("Table completed", 2, null));
        assertThat(rows(items))
                .containsExactly(
                        texts(1, "one", "tab\t nl\n cr\r bs\\ \\N '\""), texts(2, "", null));
    }

    @Test
    void loadsAnEmptyTable() {
        lanes.begin(items, 1, "xid:1:1:");
        lanes.end(items, 1, "xid:1:1:", 0);
        sink().drain();
        assertThat(rows(items)).isEmpty();
        assertThat(state(items, "table_state")).isEqualTo(texts("Table completed"));
    }

    @Test
    void loadsTextsOfAMegabyteAndBytes() {
        Table big =
                Lanes.table(
                        schema,
                        "big",
                        List.of("id"),
                        Lanes.column("id", INT8),
                        Lanes.column("text", TEXT),
                        Lanes.column("bytes", DataType.of(Kind.BLOB)));
        String text = "äöü€😀x\\\n".repeat(150_000);
        byte[] bytes = new byte[1 << 20];
        new java.util.Random(7).nextBytes(bytes);
        lanes.load(big, 1, "xid:1:1:", row(1L, text, bytes), row(2L, "", new byte[0]));
        lanes.insert(big, 3L, text, bytes);
        sink().drainAll();
        List<List<String>> read =
                server().query(
                                "SELECT id, text, %s FROM %s ORDER BY 1"
                                        .formatted(hex("bytes"), name(big)));
        String hex = java.util.HexFormat.of().formatHex(bytes);
        assertThat(read.get(0).get(1)).isEqualTo(text);
        assertThat(read.get(0).get(2)).isEqualToIgnoringCase(hex);
        assertThat(read.get(1)).isEqualTo(texts(2, "", ""));
        assertThat(read.get(2).get(1)).isEqualTo(text);
        assertThat(read.get(2).get(2)).isEqualToIgnoringCase(hex);
    }

    abstract String hex(String column);

    private String longText() {
        return quote("x").startsWith("`") ? "longtext" : "text";
    }

    /** A point in time of a control table, as text in UTC. */
    abstract String utc(String column);

    /** A server of this kind that the test may stop. */
    abstract DatabaseServer ownServer();

    @Test
    void dropsOrEmptiesOrKeepsWhatIsThere() {
        server().execute(createSchema());
        server().execute(
                        "CREATE TABLE "
                                + name(items)
                                + " (id bigint PRIMARY KEY, name varchar(20), note "
                                + longText()
                                + ", mine int)");
        server().execute(
                        "INSERT INTO "
                                + name(items)
                                + " VALUES (1, 'old', 'x', 5), (9, 'stays', 'x', 5)");
        settings("{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}");
        loadTwo();
        sink().drain();
        assertThat(rows(items))
                .containsExactly(
                        texts(1, "one", "n1", 5),
                        texts(2, "two", null, null),
                        texts(9, "stays", "x", 5));

        settings("{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"TRUNCATE_BEFORE_LOAD\"}}");
        lanes.generation(2);
        lanes.load(items, 2, "xid:2:2:", row(3L, "three", null));
        sink().drain();
        assertThat(rows(items)).containsExactly(texts(3, "three", null, null));

        settings("{}");
        lanes.generation(3);
        lanes.load(items, 3, "xid:3:3:", row(4L, "four", null));
        sink().drain();
        assertThat(rows(items)).containsExactly(texts(4, "four", null));
    }

    @Test
    void aSecondAttemptVoidsTheFirst() {
        lanes.begin(items, 1, "xid:1:1:");
        lanes.rows(items, 1, "xid:1:1:", row(1L, "gone", null), row(5L, "deleted meanwhile", null));
        SinkHarness sink = sink();
        sink.drain();
        assertThat(rows(items)).hasSize(2);
        lanes.begin(items, 2, "xid:2:2:");
        lanes.rows(items, 1, "xid:1:1:", row(7L, "late", null));
        lanes.rows(items, 2, "xid:2:2:", row(1L, "one", null));
        lanes.end(items, 1, "xid:1:1:", 3);
        lanes.end(items, 2, "xid:2:2:", 1);
        sink.drain();
        assertThat(rows(items)).containsExactly(texts(1, "one", null));
        assertThat(state(items, "table_state", "full_load_rows"))
                .isEqualTo(texts("Table completed", 1));
    }

    @Test
    void aSecondAttemptWithoutAKeyStartsFromAnEmptyTable() {
        settings("{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\"}}");
        Object[] first =
                row(java.time.LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4000), "a", null, 0.1f);
        lanes.begin(log, 1, "");
        lanes.rows(log, 1, "", first, first);
        lanes.load(log, 2, "", first);
        sink().drain();
        assertThat(rows(log)).hasSize(1);
    }

    @Test
    void aLoadThatLostRowsIsNoSuccess() {
        lanes.begin(items, 1, "xid:1:1:");
        lanes.rows(items, 1, "xid:1:1:", row(1L, "one", null));
        lanes.end(items, 1, "xid:1:1:", 2);
        SinkHarness sink = sink();
        assertThatThrownBy(sink::drain)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(schema + ".items")
                .hasMessageContaining(
                        "2 rows of segment 0 were read from the source, 1 have been loaded");
        assertThat(state(items, "table_state").get(0)).isEqualTo("Table error");
        assertThat(state(items, "error").get(0)).contains("reload the table");
    }

    /** The source died after it sent END and before its offset was stored: it loads again. */
    @Test
    void aLoadThatComesAgainAfterChangesLosesNone() {
        loadTwo();
        lanes.transaction = 100;
        lanes.update(items, 1L, "changed", null);
        lanes.transaction = 200;
        lanes.update(items, 2L, "after snapshot 2", null);
        lanes.insert(items, 3L, "too", null);
        SinkHarness sink = sink();
        sink.drainAll();
        lanes.load(items, 2, "xid:150:150:", row(1L, "changed", null), row(2L, "two", null));
        sink.drain();
        sink.drainAll();
        for (int i = 0; i < 3; i++) {
            sink.drainAll();
        }
        assertThat(rows(items))
                .containsExactly(
                        texts(1, "changed", null),
                        texts(2, "after snapshot 2", null),
                        texts(3, "too", null));
    }

    // the gate

    @Test
    void changesWaitForTheirLoadAndThoseItHasAreDropped() {
        lanes.transaction = 10;
        lanes.delete(items, 1L, null, null);
        lanes.update(items, 2L, "in the load", "older");
        lanes.transaction = 50;
        lanes.update(items, 2L, "later", null);
        lanes.insert(items, 3L, "later too", null);
        SinkHarness sink = sink();
        sink.drain();
        assertThat(sink.paused()).containsExactly(new TopicPartition(lanes.changeTopic(items), 0));
        lanes.load(items, 1, "xid:20:20:", row(2L, "two", null), row(1L, "inserted again", null));
        sink.drainAll();
        assertThat(rows(items))
                .containsExactly(
                        texts(1, "inserted again", null),
                        texts(2, "later", null),
                        texts(3, "later too", null));
        assertThat(state(items, "inserts", "updates", "deletes")).isEqualTo(texts(1, 1, 0));
        assertThat(sink.outcomes().inLoad.get()).isEqualTo(2);
    }

    @Test
    void anotherTaskMayLoad() {
        lanes.insert(items, 3L, "three", null);
        loadTwo();
        SinkHarness changes = sink(Set.of(new TopicPartition(lanes.changeTopic(items), 0)));
        SinkHarness loads = sink(Set.of(new TopicPartition(lanes.loadTopic(items), 0)));
        changes.drain();
        assertThat(changes.paused()).hasSize(1);
        loads.drain();
        changes.drainAll();
        assertThat(rows(items)).hasSize(3);
    }

    @Test
    void whatCameBeforeAGateIsNotLostWhenTheTargetFails() {
        Table other = Lanes.table(schema, "other", List.of("id"), Lanes.column("id", INT8));
        loadTwo();
        lanes.insert(items, 3L, "three", null);
        lanes.generation(2);
        lanes.insert(items, 4L, "waits", null);
        lanes.generation(0);
        lanes.insert(other, 1L);
        server().execute(createSchema());
        server().execute("CREATE TABLE " + name(other) + " (wrong int)");
        SinkHarness sink = sink();
        assertThatThrownBy(sink::drain).isInstanceOf(ConnectException.class);
        server().execute("DROP TABLE " + name(other));
        sink.kill();
        sink.drain();
        assertThat(rows(items)).hasSize(3);
        assertThat(rows(other)).hasSize(1);
    }

    // changes

    @Test
    void appliesEveryKindOfChange() {
        loadTwo();
        lanes.insert(items, 3L, "three", null);
        lanes.update(items, 1L, "ONE", "n1");
        lanes.delete(items, 2L, null, null);
        lanes.nothing(items);
        lanes.insert(items, 2L, "two again", null);
        lanes.insert(items, 4L, "four", null);
        lanes.delete(items, 4L, null, null);
        SinkHarness sink = sink();
        sink.drainAll();
        List<List<String>> expected =
                List.of(
                        texts(1, "ONE", "n1"),
                        texts(2, "two again", null),
                        texts(3, "three", null));
        assertThat(rows(items)).isEqualTo(expected);
        assertThat(state(items, "inserts", "updates", "deletes")).isEqualTo(texts(3, 1, 2));
        assertThat(sink.outcomes().withoutEffect.get()).isEqualTo(1);
        assertThat(state(items, utc("last_source_time"), "latency_ms / 1000 > 1000"))
                .first()
                .asString()
                .startsWith("2023-11-14 22:13:20");

        sink.forgetCommitted();
        sink.kill();
        sink.drainAll();
        assertThat(rows(items)).isEqualTo(expected);
        assertThat(state(items, "inserts", "updates", "deletes")).isEqualTo(texts(3, 1, 2));
    }

    /** The target lost its offsets, or the source sent all again. */
    @Test
    void theSameChangesOnceMoreChangeNothing() {
        lanes.generation(0);
        lanes.insert(items, 1L, "one", null);
        lanes.insert(items, 2L, "two", "kept");
        lanes.update(items, 2L, "TWO", ABSENT);
        lanes.move(items, row(1L, "one", null), row(5L, "five", null));
        lanes.delete(items, 9L, null, null);
        lanes.insert(items, 1L, "another one", null);
        lanes.move(items, row(2L, null, null), row(7L, "seven", ABSENT));
        SinkHarness sink = sink();
        sink.drainAll();
        List<List<String>> expected =
                List.of(
                        texts(1, "another one", null),
                        texts(5, "five", null),
                        texts(7, "seven", "kept"));
        assertThat(rows(items)).isEqualTo(expected);
        config.put("offsets.scope", "another cluster");
        sink().drainAll();
        assertThat(rows(items)).isEqualTo(expected);
    }

    @Test
    void aKeyChangeAsTheLastThing() {
        loadTwo();
        lanes.move(items, row(1L, null, null), row(10L, "ten", ABSENT));
        sink().drainAll();
        assertThat(rows(items)).containsExactly(texts(2, "two", null), texts(10, "ten", "n1"));
        assertThat(state(items, "inserts", "updates", "deletes")).isEqualTo(texts(0, 1, 0));
    }

    @Test
    void keysThatSwap() {
        loadTwo();
        lanes.move(items, row(1L, null, null), row(-1L, "one", ABSENT));
        lanes.move(items, row(2L, null, null), row(1L, "two", ABSENT));
        lanes.move(items, row(-1L, null, null), row(2L, "one", ABSENT));
        sink().drainAll();
        assertThat(rows(items)).containsExactly(texts(1, "two", null), texts(2, "one", "n1"));
    }

    @Test
    void keysThatDifferOnlyInCaseOrSpaces() {
        Table words =
                Lanes.table(
                        schema,
                        "words",
                        List.of("word"),
                        Lanes.column("word", DataType.string(Kind.WSTRING, 10)),
                        Lanes.column("n", INT8));
        lanes.load(words, 1, "xid:1:1:", row("a", 1L), row("A", 2L), row("ä", 4L), row("é", 5L));
        lanes.insert(words, "É", 6L);
        lanes.move(words, row("a", null), row("B", 7L));
        sink().drainAll();
        assertThat(server().query("SELECT word FROM " + name(words) + " ORDER BY n"))
                .containsExactly(texts("A"), texts("ä"), texts("é"), texts("É"), texts("B"));
    }

    @Test
    void anAbsentValueOfARowThatIsNotThereIsAnError() {
        loadTwo();
        lanes.update(items, 77L, "x", ABSENT);
        SinkHarness sink = sink();
        assertThatThrownBy(sink::drainAll)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(schema + ".items")
                .hasMessageContaining("id=77")
                .hasMessageContaining("has no such row");
    }

    @Test
    void rowsWithoutAKey() {
        java.time.LocalDateTime at = java.time.LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4000);
        Object[] a = row(at, "a", new java.math.BigDecimal("1234567890123456.7891"), 0.1f);
        Object[] b = row(at, null, null, null);
        Object[] changed = row(at, "A", new java.math.BigDecimal("1234567890123456.7892"), 0.1f);
        lanes.load(log, 1, "", a, a, b);
        lanes.insert(log, b);
        lanes.updateFrom(log, a, changed);
        lanes.delete(log, b);
        sink().drainAll();
        assertThat(server().query("SELECT what, amount FROM " + name(log) + " ORDER BY amount"))
                .containsExactlyInAnyOrder(
                        texts("a", "1234567890123456.7891"),
                        texts("A", "1234567890123456.7892"),
                        texts(null, null));
        lanes.delete(log, row(at, "nobody", null, null));
        SinkHarness sink = sink();
        assertThatThrownBy(sink::drainAll)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("no row that equals the old one");
    }

    @Test
    void rowsWithoutAKeyThatDifferInTheLastDigit() {
        Object[] one = row(null, "same", new java.math.BigDecimal("1234567890123456.7891"), null);
        Object[] two = row(null, "same", new java.math.BigDecimal("1234567890123456.7892"), null);
        lanes.load(log, 1, "", one, two);
        lanes.delete(log, two);
        sink().drainAll();
        assertThat(server().query("SELECT amount FROM " + name(log)))
                .containsExactly(texts("1234567890123456.7891"));
    }

    @Test
    void anOldRowThatIsNotWholeIsAnErrorThatSaysWhatToDo() {
        lanes.load(log, 1, "");
        lanes.updateFrom(log, row(null, ABSENT, null, null), row(null, "x", null, null));
        SinkHarness sink = sink();
        assertThatThrownBy(sink::drainAll).hasMessageContaining("REPLICA IDENTITY FULL");
    }

    @Test
    void truncates() {
        loadTwo();
        lanes.insert(items, 3L, "three", null);
        lanes.truncate(items);
        lanes.insert(items, 4L, "four", null);
        sink().drainAll();
        assertThat(rows(items)).containsExactly(texts(4, "four", null));
    }

    @Test
    void truncatesNothingWhereThatIsWanted() {
        settings(
                "{\"ChangeProcessingDdlHandlingPolicy\": {\"HandleSourceTableTruncated\": false}}");
        loadTwo();
        lanes.truncate(items);
        sink().drainAll();
        assertThat(rows(items)).hasSize(2);
    }

    // DDL

    private Table with(Table table, Column... more) {
        List<Column> columns = new ArrayList<>(table.columns());
        columns.addAll(List.of(more));
        return new Table(table.id(), columns, table.primaryKey());
    }

    @Test
    void followsColumns() {
        loadTwo();
        Table added = with(items, Lanes.column("price", DataType.numeric(10, 2)));
        Table dropped = added.only(column -> !column.name().equals("note"));
        lanes.millis += 1000;
        lanes.update(added, 1L, "one", "n1", new java.math.BigDecimal("5.50"));
        lanes.millis += 1000;
        lanes.insert(dropped, 3L, "three", new java.math.BigDecimal("1.00"));
        SinkHarness sink = sink();
        sink.drainAll();
        assertThat(server().query("SELECT id, name, price FROM " + name(items) + " ORDER BY 1"))
                .containsExactly(
                        texts(1, "one", "5.50"), texts(2, "two", null), texts(3, "three", "1.00"));
        assertThat(server().query("SELECT * FROM " + name(items)).get(0)).hasSize(3);
        assertThat(state(items, "ddls", "inserts", "updates")).isEqualTo(texts(2, 1, 1));

        // the source's process died: it sends changes of older shapes once more
        lanes.millis -= 2000;
        lanes.update(items, 2L, "two", "dropped by now");
        lanes.millis += 2000;
        lanes.update(dropped, 2L, "TWO", new java.math.BigDecimal("9.00"));
        sink.kill();
        sink.drainAll();
        assertThat(server().query("SELECT id, name, price FROM " + name(items) + " ORDER BY 1"))
                .containsExactly(
                        texts(1, "one", "5.50"),
                        texts(2, "TWO", "9.00"),
                        texts(3, "three", "1.00"));
    }

    @Test
    void leavesColumnsWhereThatIsWanted() {
        settings("{\"ChangeProcessingDdlHandlingPolicy\": {\"HandleSourceTableAltered\": false}}");
        loadTwo();
        Table added = with(items, Lanes.column("price", DataType.numeric(10, 2)));
        lanes.update(added, 1L, "ONE", "n1", new java.math.BigDecimal("5.50"));
        sink().drainAll();
        assertThat(rows(items)).containsExactly(texts(1, "ONE", "n1"), texts(2, "two", null));
    }

    @Test
    void createsATableThatIsMissing() {
        lanes.generation(0);
        lanes.insert(items, 1L, "one", null);
        sink().drainAll();
        assertThat(rows(items)).containsExactly(texts(1, "one", null));
        assertThat(state(items, "table_state", "inserts")).isEqualTo(texts("Table completed", 1));
    }

    // refusals, failures, and other tasks

    @Test
    void aRefusedRowStopsWithItsNameAndNothingOfItsBatchIsWritten() {
        loadTwo();
        SinkHarness sink = sink();
        sink.drainAll();
        server().execute("CREATE UNIQUE INDEX taken ON " + name(items) + " (name)");
        lanes.insert(items, 3L, "three", null);
        lanes.update(items, 2L, "one", null);
        lanes.insert(items, 4L, "four", null);
        assertThatThrownBy(sink::drainAll)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(
                        "table " + schema + ".items, id=2, p." + schema + ".items-0@1")
                .hasMessageContaining("restart the task");
        assertThat(rows(items)).containsExactly(texts(1, "one", "n1"), texts(2, "two", null));
        assertThat(state(items, "table_state").get(0)).isEqualTo("Table error");
        assertThat(state(items, "error").get(0))
                .contains("id=2")
                .containsAnyOf("unique", "Duplicate");

        server().execute(dropIndex("taken", name(items)));
        sink.kill();
        sink.drainAll();
        assertThat(rows(items)).hasSize(4);
        assertThat(state(items, "table_state", "error")).isEqualTo(texts("Table completed", null));
    }

    String dropIndex(String index, String table) {
        return "DROP INDEX " + index + " ON " + table;
    }

    @Test
    void aRowThatIsTooLongIsRefusedInALoadToo() {
        server().execute(createSchema());
        server().execute(
                        "CREATE TABLE "
                                + name(items)
                                + " (id bigint PRIMARY KEY, name varchar(3), note text)");
        config.put("target.type.mismatch", "allow");
        settings("{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"TRUNCATE_BEFORE_LOAD\"}}");
        lanes.load(items, 1, "", row(1L, "one", null), row(2L, "three", null));
        SinkHarness sink = sink();
        assertThatThrownBy(sink::drain)
                .hasMessageContaining("id=2")
                .hasMessageContaining("load-0@1 (row 2 of the batch)")
                .hasMessageNotContaining("'three'");
        assertThat(rows(items)).isEmpty();
    }

    @Test
    void aTargetThatIsMissingATableSaysWhich() {
        loadTwo();
        SinkHarness sink = sink();
        sink.drainAll();
        server().execute("DROP TABLE " + name(items));
        lanes.insert(items, 3L, "three", null);
        assertThatThrownBy(sink::drainAll)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("table " + schema + ".items");
        assertThat(state(items, "table_state").get(0)).isEqualTo("Table error");
    }

    @Test
    void aTaskWhosePartitionAnotherHasTakenWritesNothingTwice() {
        lanes.generation(0);
        lanes.insert(log, null, "1", null, null);
        SinkHarness zombie = sink();
        zombie.drainAll();
        SinkHarness heir = sink();
        heir.drainAll();
        lanes.insert(log, null, "2", null, null);
        heir.drainAll();
        zombie.drainAll();
        lanes.insert(log, null, "3", null, null);
        zombie.drainAll();
        heir.drainAll();
        assertThat(server().query("SELECT what FROM " + name(log) + " ORDER BY 1"))
                .containsExactly(texts("1"), texts("2"), texts("3"));
    }

    /** Somebody put the target's offset back: the consumer follows. */
    @Test
    void theTargetsOffsetCountsNotTheConsumers() {
        lanes.generation(0);
        lanes.insert(items, 1L, "one", null);
        lanes.insert(items, 2L, "two", null);
        SinkHarness sink = sink();
        sink.drainAll();
        assertThat(sink.committed())
                .containsEntry(new TopicPartition(lanes.changeTopic(items), 0), 2L);
        server().execute("DELETE FROM " + name(items));
        server().execute(
                        "DELETE FROM "
                                + control("awsdms_connect_offsets")
                                + " WHERE task_name = 'sink-"
                                + schema
                                + "'");
        sink.kill();
        sink.drainAll();
        assertThat(rows(items)).hasSize(2);
    }

    // shapes

    @Test
    void threeHundredColumns() {
        List<Column> columns = new ArrayList<>(List.of(Lanes.column("id", INT8)));
        Object[] row = new Object[300];
        row[0] = 1L;
        for (int i = 1; i < 300; i++) {
            columns.add(Lanes.column("column_" + i, DataType.string(Kind.WSTRING, 255)));
            row[i] = "value " + i;
        }
        Table wide = Lanes.table(schema, "wide", List.of("id"), columns.toArray(Column[]::new));
        lanes.load(wide, 1, "", new Object[][] {row});
        Object[] second = row.clone();
        second[0] = 2L;
        lanes.insert(wide, second);
        sink().drainAll();
        List<List<String>> read = rows(wide);
        assertThat(read).hasSize(2);
        assertThat(read.get(1)).isEqualTo(texts(second));
    }

    @Test
    void namesThatNeedQuotes() {
        Table odd =
                Lanes.table(
                        schema,
                        "select \"the\" `Grüße` 'x'",
                        List.of("Key Column"),
                        Lanes.column("Key Column", INT8),
                        Lanes.column("order", TEXT),
                        Lanes.column("a`b\"c", TEXT),
                        Lanes.column("ÄÖ%?", TEXT));
        lanes.load(odd, 1, "", row(1L, "o", "q", "p"));
        lanes.insert(odd, 2L, "O", "Q", "P");
        lanes.update(odd, 1L, "o", ABSENT, "PP");
        lanes.move(odd, row(2L, null, null, null), row(3L, "O", ABSENT, "P"));
        sink().drainAll();
        assertThat(rows(odd)).containsExactly(texts(1, "o", "q", "PP"), texts(3, "O", "Q", "P"));
    }

    @Test
    void aNameThatIsTooLongIsNotCut() {
        String name = "x".repeat(65);
        Table longName = Lanes.table(schema, name, List.of("id"), Lanes.column("id", INT8));
        lanes.load(longName, 1, "", row(1L));
        SinkHarness sink = sink();
        assertThatThrownBy(sink::drain)
                .hasMessageContaining(name)
                .hasMessageContaining("rename it");
    }

    @Test
    void fiveThousandChangesInOneGo() {
        loadTwo();
        for (long i = 0; i < 5000; i++) {
            lanes.insert(items, 100 + i % 1000, "name " + i, i % 7 == 0 ? null : "note");
        }
        SinkHarness sink = sink();
        sink.batch = 2000;
        sink.drainAll();
        assertThat(rows(items)).hasSize(1002);
        assertThat(server().query("SELECT name FROM " + name(items) + " WHERE id = 1099"))
                .containsExactly(texts("name 4999"));
    }

    @Test
    void theTargetGoesAwayAndComesBack() throws Exception {
        try (DatabaseServer own = ownServer()) {
            config.put("connection.url", own.jdbcUrl());
            config.put("connection.username", own.user());
            config.put("connection.password", own.password());
            config.put("connection.timeout.ms", "1000");
            loadTwo();
            SinkHarness sink = sink();
            sink.drainAll();
            for (long i = 0; i < 3000; i++) {
                lanes.insert(items, 100 + i, "name " + i, null);
            }
            lanes.generation(0);
            lanes.insert(log, null, "only once", null, null);
            sink.batch = 100;
            sink.step();
            own.kill();
            sink.step();
            sink.step();
            assertThat(sink.retries).isGreaterThan(0);
            own.startAgain();
            Thread killer =
                    new Thread(
                            () -> {
                                sleep(60);
                                own.kill();
                                own.startAgain();
                            });
            killer.start();
            sink.drainAll();
            killer.join();
            assertThat(own.query("SELECT count(*) FROM " + name(items)))
                    .containsExactly(texts(3002));
            assertThat(own.query("SELECT what FROM " + name(log)))
                    .containsExactly(texts("only once"));
            // the server of this sink ends with the test
            open.remove(sink);
            sink.close();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // types

    private record Cell(DataType type, Object value, String text) {}

    private static Cell cell(DataType type, Object value, String text) {
        return new Cell(type, value, text);
    }

    /** Both lanes, in one table per case: the value as the target prints it. */
    private void arrives(Cell... cells) {
        Column[] columns = new Column[cells.length + 1];
        Object[] row = new Object[columns.length];
        Object[] none = new Object[columns.length];
        columns[0] = Lanes.column("id", INT8);
        row[0] = 1L;
        none[0] = 2L;
        for (int i = 0; i < cells.length; i++) {
            columns[i + 1] = Lanes.column("c" + i, cells[i].type());
            row[i + 1] = cells[i].value();
        }
        Table table = Lanes.table(schema, "types", List.of("id"), columns);
        lanes.load(table, 1, "", row, none);
        Object[] third = row.clone();
        third[0] = 3L;
        lanes.insert(table, third);
        Object[] fourth = none.clone();
        fourth[0] = 4L;
        lanes.insert(table, fourth);
        sink().drainAll();
        String select =
                java.util.stream.IntStream.range(0, cells.length)
                        .mapToObj(i -> asText("c" + i, cells[i].type()))
                        .collect(java.util.stream.Collectors.joining(", "));
        List<List<String>> read =
                server().query("SELECT " + select + " FROM " + name(table) + " ORDER BY id");
        List<String> expected = Arrays.stream(cells).map(Cell::text).toList();
        assertThat(read.get(0)).as("load").isEqualTo(expected);
        assertThat(read.get(2)).as("change").isEqualTo(expected);
        assertThat(read.get(1)).containsOnlyNulls();
        assertThat(read.get(3)).containsOnlyNulls();
    }

    abstract String asText(String column, DataType type);

    @Test
    void extremesArriveExactly() {
        String digits = "9".repeat(35);
        arrives(
                cell(INT8, Long.MIN_VALUE, "-9223372036854775808"),
                cell(INT8, Long.MAX_VALUE, "9223372036854775807"),
                cell(DataType.of(Kind.INT1), -128L, "-128"),
                cell(DataType.of(Kind.INT2), -32768L, "-32768"),
                cell(DataType.of(Kind.INT4), -2147483648L, "-2147483648"),
                cell(DataType.of(Kind.UINT1), 255L, "255"),
                cell(DataType.of(Kind.UINT2), 65535L, "65535"),
                cell(DataType.of(Kind.UINT4), 4294967295L, "4294967295"),
                cell(
                        DataType.of(Kind.UINT8),
                        new java.math.BigInteger("18446744073709551615"),
                        "18446744073709551615"),
                cell(
                        DataType.numeric(65, 30),
                        new java.math.BigDecimal(digits + "." + "1".repeat(30)),
                        digits + "." + "1".repeat(30)),
                cell(
                        DataType.numeric(-1, -1),
                        new java.math.BigDecimal(digits.repeat(3) + "." + "7".repeat(60)),
                        digits.repeat(3) + "." + "7".repeat(60)),
                cell(DataType.of(Kind.REAL8), Double.MIN_NORMAL, "2.2250738585072014e-308"),
                cell(DataType.of(Kind.REAL8), 0.1, "0.1"),
                cell(DataType.of(Kind.DATE), java.time.LocalDate.of(9999, 12, 31), "9999-12-31"),
                cell(DataType.of(Kind.DATE), java.time.LocalDate.of(1, 1, 1), "0001-01-01"),
                cell(
                        DataType.temporal(Kind.TIME, 6),
                        java.time.LocalTime.of(23, 59, 59, 999_999_000),
                        "23:59:59.999999"),
                cell(
                        DataType.temporal(Kind.DATETIME, 6),
                        java.time.LocalDateTime.of(1583, 3, 1, 1, 2, 3, 1000),
                        "1583-03-01 01:02:03.000001"),
                cell(
                        DataType.temporal(Kind.DATETIME_TZ, 6),
                        java.time.OffsetDateTime.of(
                                2999, 6, 30, 23, 59, 59, 1000, java.time.ZoneOffset.UTC),
                        "2999-06-30 23:59:59.000001"),
                cell(
                        TEXT,
                        "\u001a \u0008 \u007f \uFFFD 😀 \\0",
                        "\u001a \u0008 \u007f \uFFFD 😀 \\0"),
                cell(DataType.string(Kind.WSTRING, 3), "😀😀😀", "😀😀😀"),
                cell(DataType.string(Kind.WSTRING, 3), "   ", "   "),
                cell(DataType.string(Kind.BYTES, 4), new byte[] {0, -1, 10, 92}, "00ff0a5c"),
                cell(DataType.of(Kind.BLOB), new byte[] {0, 9, 13, 26}, "00090d1a"),
                cell(DataType.string(Kind.STRING, 5).declared("mysql", "bit(5)"), "10011", "10011"),
                cell(
                        DataType.of(Kind.CLOB).declared("mariadb", "json"),
                        "{\"b\": 1.10, \"a\":  \"ä\\u0041\"}",
                        "{\"b\": 1.10, \"a\":  \"ä\\u0041\"}"));
    }

    private void refused(DataType type, Object value, String reason) {
        Table table =
                Lanes.table(
                        schema,
                        "refusing",
                        List.of("id"),
                        Lanes.column("id", INT8),
                        Lanes.column("v", type));
        lanes.load(table, 1, "", row(42L, value));
        SinkHarness sink = sink();
        assertThatThrownBy(sink::drain)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(schema + ".refusing, id=42")
                .hasMessageContaining(reason);
        assertThat(state(table, "table_state")).isEqualTo(texts("Table error"));
    }

    final void refusedInLoad(DataType type, Object value, String reason) {
        refused(type, value, reason);
    }

    final void arrivesAs(DataType type, Object value, String text) {
        arrives(cell(type, value, text));
    }
}
