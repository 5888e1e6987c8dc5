// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.RowChange;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.testing.DatabaseServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;

/** A row that is loaded and the same row as a change have the same values, whatever is in it. */
public abstract class LanesAgreeContract {
    private static final String ALL_BYTES = HexFormat.of().formatHex(bytes());

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    /** Types only one of the servers has. */
    protected abstract List<Odd> ownColumns();

    /**
     * @param type as a user declares it
     * @param literals values, one per row
     */
    protected record Odd(String type, List<String> literals) {}

    protected static Odd odd(String type, String... literals) {
        return new Odd(type, List.of(literals));
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private List<Odd> columns() {
        List<Odd> columns = new ArrayList<>(ownColumns());
        Random random = new Random(42);
        columns.add(new Odd("float", numbers(random, "%.9g")));
        columns.add(new Odd("float unsigned", List.of("0", "3.4e38", "1.17549e-38")));
        columns.add(new Odd("float(12,5)", List.of("1234567.12345", "-0.00001")));
        columns.add(new Odd("float(30)", List.of("1234567.12345", "1e300")));
        columns.add(new Odd("double", numbers(random, "%.17g")));
        columns.add(new Odd("double(20,5)", List.of("123456789012345.12345", "-0.00001")));
        columns.add(new Odd("real", List.of("0.1", "2.2250738585072014e-308")));
        columns.add(odd("decimal(65,0)", "-" + "9".repeat(65)));
        columns.add(odd("decimal(30,30)", "0." + "1234567890".repeat(3)));
        columns.add(odd("decimal(10,4) unsigned zerofill", "1.5"));
        columns.add(odd("fixed(9,3)", "-1.5"));
        columns.add(odd("bool", "1", "0", "5", "-128"));
        columns.add(odd("integer", "7"));
        columns.add(odd("bigint(20) unsigned zerofill", "7", "18446744073709551615"));
        columns.add(odd("bit", "1", "0"));
        columns.add(odd("bit(8)", "b'10000001'", "0"));
        columns.add(odd("bit(63)", "b'1'", "0x7fffffffffffffff"));
        columns.add(odd("year(4)", "1901", "0", "2000", "70"));
        columns.add(odd("date", "'0001-01-01'", "'2024-02-00'", "'0000-01-01'"));
        for (int digits = 0; digits <= 6; digits++) {
            columns.add(
                    odd(
                            "datetime(" + digits + ")",
                            "'2024-12-31 23:59:59.987654'",
                            "'0000-00-00 00:00:00'",
                            "'2024-00-10 01:02:03.000001'",
                            "'0001-01-01 00:00:00.1'"));
            columns.add(
                    odd(
                            "timestamp(" + digits + ") NULL",
                            "'2024-12-31 23:59:59.987654'",
                            "'0000-00-00 00:00:00'",
                            "'1970-01-01 03:00:01.000001'",
                            "'2038-01-19 06:14:07'"));
            columns.add(
                    odd(
                            "time(" + digits + ")",
                            "'-838:59:59'",
                            "'-00:00:00.987654'",
                            "'838:59:58.999999'",
                            "'-12:34:56.5'",
                            "'-00:00:01'"));
        }
        columns.add(odd("char(0)", "''"));
        columns.add(odd("national varchar(10)", "'日本'"));
        columns.add(odd("nchar(5)", "'é'"));
        columns.add(odd("character varying(10)", "'x'"));
        columns.add(odd("binary(1)", "0x00", "''"));
        columns.add(odd("binary(255)", "0x" + "00".repeat(100) + "ff"));
        columns.add(odd("char(10) character set binary", "0x6100"));
        columns.add(odd("varchar(300) character set binary", "0x" + ALL_BYTES));
        columns.add(odd("tinyblob", "''"));
        columns.add(odd("mediumblob", "REPEAT(0x00, 300000)"));
        columns.add(odd("mediumtext", "REPEAT('€', 90000)"));
        columns.add(odd("long varchar", "'long'"));
        columns.add(odd("enum('b','a') character set latin1", "'a'", "0", "''"));
        columns.add(odd("enum('ä','\\\\','\"',',')", "'ä'", "'\\\\'", "'\"'", "','"));
        columns.add(odd(set64(), "0xffffffffffffffff", "1", "'m63'"));
        columns.add(odd("geometry", "ST_GeomFromText('POINT(0 0)')", "NULL"));
        columns.add(odd("linestring", "ST_GeomFromText('LINESTRING(0 0,1 1)')"));
        columns.add(odd("polygon", "ST_GeomFromText('POLYGON((0 0,1 1,1 0,0 0))', 3857)"));
        columns.add(odd("multipoint", "ST_GeomFromText('MULTIPOINT(0 0,1 1)')"));
        columns.add(
                odd("geometrycollection", "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 1))')"));
        columns.add(odd("int invisible", "5"));
        return columns;
    }

    private static String set64() {
        StringBuilder type = new StringBuilder("set('m0'");
        for (int i = 1; i < 64; i++) {
            type.append(",'m").append(i).append('\'');
        }
        return type.append(')').toString();
    }

    private static List<String> numbers(Random random, String format) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(70) - 35);
            numbers.add(format.formatted(value));
        }
        return numbers;
    }

    /** Whether the server has it at all; the other server may not. */
    private boolean hasType(Migration migration, String type) {
        try {
            migration.run(
                    "CREATE TABLE probe (a int, b " + type + ")", "DROP TABLE probe");
            return true;
        } catch (IllegalStateException unknown) {
            return false;
        }
    }

    private List<Odd> inCharsets(Migration migration) {
        List<Odd> columns = new ArrayList<>();
        for (List<String> charset :
                migration.server.query(
                        "SELECT CHARACTER_SET_NAME, MAXLEN FROM information_schema.CHARACTER_SETS"
                                + " WHERE CHARACTER_SET_NAME <> 'binary' ORDER BY 1")) {
            String name = charset.get(0);
            columns.add(
                    odd(
                            "varchar(260) character set " + name,
                            charset.get(1).equals("1")
                                    ? "CONVERT(X'" + ALL_BYTES + "' USING " + name + ")"
                                    : "'a ~ 日本 é 😀'",
                            "'plain '"));
            columns.add(odd("text character set " + name, "'text'"));
            columns.add(odd("char(9) character set " + name, "'x y  '"));
        }
        return columns;
    }

    private static String value(Odd column, int row) {
        return row < column.literals().size() ? column.literals().get(row) : "NULL";
    }

    private static String insert(List<Odd> columns, String table, int id, int row) {
        StringBuilder names = new StringBuilder("id");
        StringBuilder values = new StringBuilder().append(id);
        for (int i = 0; i < columns.size(); i++) {
            names.append(", c").append(i);
            values.append(", ").append(value(columns.get(i), row));
        }
        return "INSERT INTO " + table + " (" + names + ") VALUES (" + values + ")";
    }

    @Test
    void everyTypeAndCharacterSet() {
        Migration migration = new Migration(server(), this::task, "full-load-and-cdc");
        try {
            List<Odd> all = new ArrayList<>();
            for (Odd column : columns()) {
                if (hasType(migration, column.type())) {
                    all.add(column);
                }
            }
            agree(migration, "types", all);
            agree(migration, "charsets", inCharsets(migration));
        } finally {
            migration.cleanUp();
        }
    }

    /** Makes the table, with as many rows as there are values. */
    private static int fill(Migration migration, String table, List<Odd> columns) {
        int rows = columns.stream().mapToInt(c -> c.literals().size()).max().orElseThrow();
        StringBuilder create =
                new StringBuilder("CREATE TABLE " + table + " (id int PRIMARY KEY");
        for (int i = 0; i < columns.size(); i++) {
            create.append(", c").append(i).append(' ').append(columns.get(i).type());
        }
        migration.run(create.append(")").toString());
        for (int row = 0; row < rows; row++) {
            migration.run(insert(columns, table, row, row));
        }
        return rows;
    }

    private void agree(Migration migration, String table, List<Odd> columns) {
        int rows = fill(migration, table, columns);
        Map<String, String> config = migration.config;
        config.put("topic.prefix", "Test-" + migration.database + "-" + table);
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.isLoaded(table));
            for (int row = 0; row < rows; row++) {
                migration.run(insert(columns, table, 100 + row, row));
            }
            harness.until("changes", () -> harness.changesOf(table).size() >= rows);
            Map<Object, Object[]> replica = harness.replica(table);
            assertThat(replica).hasSize(2 * rows);
            List<String> wrong = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                Object[] loaded = replica.get((long) row);
                Object[] changed = replica.get(100L + row);
                for (int i = 0; i < columns.size(); i++) {
                    if (!Objects.deepEquals(loaded[i + 1], changed[i + 1])) {
                        wrong.add(
                                "%s %s: loaded %s, changed %s"
                                        .formatted(
                                                columns.get(i).type(),
                                                value(columns.get(i), row),
                                                show(loaded[i + 1]),
                                                show(changed[i + 1])));
                    }
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    /** Not the value only: any consumer of Debezium's records reads both alike. */
    @Test
    void aRowThatIsLoadedAsARecordHasTheFormOfAChange() {
        Migration migration = new Migration(server(), this::task, "full-load-and-cdc");
        migration.config.put("load.records", "rows");
        try {
            List<Odd> all = new ArrayList<>();
            for (Odd column : columns()) {
                if (hasType(migration, column.type())) {
                    all.add(column);
                }
            }
            sameForm(migration, "types", all);
            sameForm(migration, "charsets", inCharsets(migration));
        } finally {
            migration.cleanUp();
        }
    }

    /** A line for each field, so that a difference can be read. */
    private static List<String> described(Schema envelope) {
        List<String> lines = new ArrayList<>();
        lines.add("" + envelope.parameters());
        for (Field field : envelope.field("after").schema().fields()) {
            Schema schema = field.schema();
            lines.add(
                    "%s %s %s %s %s"
                            .formatted(
                                    field.name(),
                                    schema.type(),
                                    schema.name(),
                                    schema.isOptional() ? "optional" : "required",
                                    schema.parameters() == null
                                            ? ""
                                            : new TreeMap<>(schema.parameters())));
        }
        return lines;
    }

    private void sameForm(Migration migration, String table, List<Odd> columns) {
        int rows = fill(migration, table, columns);
        migration.config.put("topic.prefix", "Test-" + migration.database + "-" + table);
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.operations(table).length() >= rows);
            for (int row = 0; row < rows; row++) {
                migration.run(insert(columns, table, 100 + row, row));
            }
            harness.until("changes", () -> harness.operations(table).length() >= 2 * rows);
            assertThat(harness.operations(table)).isEqualTo("r".repeat(rows) + "c".repeat(rows));
            Map<Object, SourceRecord> records = new HashMap<>();
            harness.recordsOf(table).forEach(r -> records.put(after(r).get("id"), r));
            List<String> wrong = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                SourceRecord loaded = records.get(row);
                SourceRecord changed = records.get(100 + row);
                assertThat(described(loaded.valueSchema()))
                        .isEqualTo(described(changed.valueSchema()));
                assertThat(loaded.valueSchema()).isEqualTo(changed.valueSchema());
                assertThat(loaded.keySchema()).isEqualTo(changed.keySchema());
                for (int i = 0; i < columns.size(); i++) {
                    Object one = after(loaded).get("c" + i);
                    Object other = after(changed).get("c" + i);
                    if (!Objects.deepEquals(one, other)) {
                        wrong.add(
                                "%s %s: loaded %s, changed %s"
                                        .formatted(
                                                columns.get(i).type(),
                                                value(columns.get(i), row),
                                                show(one),
                                                show(other)));
                    }
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    private static Struct after(SourceRecord record) {
        return ((Struct) record.value()).getStruct("after");
    }

    /** Tables altered in the stream get their types from Debezium's parser, not the catalogue. */
    @Test
    void columnsThatAreAddedInTheStream() {
        Migration migration = new Migration(server(), this::task, "cdc");
        Migration load = new Migration(server(), this::task, "full-load");
        try {
            List<Odd> columns = new ArrayList<>();
            for (Odd column : columns()) {
                if (hasType(migration, column.type())) {
                    columns.add(column);
                }
            }
            columns.addAll(inCharsets(migration));
            migration.run("CREATE TABLE t (id int PRIMARY KEY)");
            int rows = 6;
            List<RowChange> changes;
            try (SourceHarness harness = migration.start()) {
                harness.until("started", harness::isStarted);
                for (int i = 0; i < columns.size(); i++) {
                    // a TIMESTAMP that may not be null has a default, and the table is loaded anew
                    migration.run(
                            "ALTER TABLE t ADD COLUMN c"
                                    + i
                                    + " "
                                    + columns.get(i).type()
                                    + " NULL");
                }
                for (int row = 0; row < rows; row++) {
                    migration.run(insert(columns, "t", row, row));
                }
                // where one of the columns has the table loaded anew, later rows are changes
                AtomicInteger more = new AtomicInteger();
                AtomicLong last = new AtomicLong(System.nanoTime());
                harness.until(
                        "changes",
                        () -> {
                            if (System.nanoTime() - last.get() > 5_000_000_000L) {
                                int row = more.getAndIncrement();
                                migration.run(insert(columns, "t", 1000 + row, row % rows));
                                last.set(System.nanoTime());
                            }
                            return harness.changesOf("t").size() >= rows;
                        });
                changes = harness.changesOf("t");
            }
            load.config.put("table.mappings", migration.config.get("table.mappings"));
            try (SourceHarness harness = load.start()) {
                harness.until("loaded", () -> harness.isLoaded("t"));
                Map<Object, Object[]> replica = harness.replica("t");
                assertThat(differences(columns, changes, replica)).isEmpty();
            }
        } finally {
            migration.cleanUp();
            load.cleanUp();
        }
    }

    private static List<String> differences(
            List<Odd> columns, List<RowChange> changes, Map<Object, Object[]> replica) {
        List<String> wrong = new ArrayList<>();
        for (RowChange change : changes) {
            Table table = change.table();
            int id = table.indexOf("id");
            Object[] loaded = replica.get(change.after().value(id));
            for (Column column : table.columns()) {
                int at = table.indexOf(column.name());
                if (at != id && !Objects.deepEquals(loaded[at], change.after().value(at))) {
                    Odd odd = columns.get(Integer.parseInt(column.name().substring(1)));
                    wrong.add(
                            "%s: loaded %s, changed %s"
                                    .formatted(
                                            odd.type(),
                                            show(loaded[at]),
                                            show(change.after().value(at))));
                }
            }
        }
        return wrong;
    }

    private static String show(Object value) {
        String text = value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "" + value;
        return (text.length() > 80 ? text.substring(0, 80) + "..." : text)
                + (value == null ? "" : " (" + value.getClass().getSimpleName() + ")");
    }

    @Test
    void generatedColumnsAreOrdinaryOnes() {
        Migration migration = new Migration(server(), this::task, "full-load-and-cdc");
        try {
            migration.run(
                    "CREATE TABLE t (id int PRIMARY KEY, a int,"
                            + " s int GENERATED ALWAYS AS (a * 2) STORED,"
                            + " v varchar(20) GENERATED ALWAYS AS (concat('v', a)) VIRTUAL,"
                            + " b int)",
                    "INSERT INTO t (id, a, b) VALUES (1, 10, 7)");
            try (SourceHarness harness = migration.start()) {
                harness.until("loaded", () -> harness.isLoaded("t"));
                migration.run(
                        "INSERT INTO t (id, a, b) VALUES (2, 10, 7)",
                        "UPDATE t SET a = 11 WHERE id = 1");
                harness.until("changes", () -> harness.changesOf("t").size() >= 2);
                Map<Object, Object[]> replica = harness.replica("t");
                assertThat(replica.get(2L)).containsExactly(2L, 10L, 20L, "v10", 7L);
                assertThat(replica.get(1L)).containsExactly(1L, 11L, 22L, "v11", 7L);
            }
        } finally {
            migration.cleanUp();
        }
    }
}
