// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every statement for canonical tables, compared with {@code golden/<name>.sql}. After a wanted
 * change run once with {@code -Dgolden.update=true} and read the difference.
 */
abstract class DialectContract {
    private static final DataType TEXT = DataType.of(Kind.NCLOB);

    abstract Dialect dialect();

    private static Table table(String name, List<String> key, Column... columns) {
        return new Table(new TableId("shop", name), List.of(columns), key);
    }

    private static Column column(String name, DataType type) {
        return new Column(name, type, true);
    }

    private static Column required(String name, DataType type) {
        return new Column(name, type, false);
    }

    private static List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        tables.add(
                table("no key", List.of(), column("a", DataType.of(Kind.INT4)), column("b", TEXT)));
        tables.add(
                table(
                        "compound",
                        List.of("part", "id"),
                        required("id", DataType.of(Kind.INT8)),
                        required("part", TEXT),
                        column("amount", DataType.numeric(12, 2))));
        tables.add(
                table(
                        "select",
                        List.of("order"),
                        required("order", DataType.of(Kind.INT2)),
                        column("Mixed Case", DataType.string(Kind.WSTRING, 10)),
                        column("quo\"te`d'", DataType.of(Kind.BOOLEAN))));
        tables.add(
                table(
                        "only key",
                        List.of("id"),
                        required("id", DataType.string(Kind.WSTRING, 2000))));
        Column[] kinds = new Column[Kind.values().length];
        for (Kind kind : Kind.values()) {
            kinds[kind.ordinal()] =
                    column("c_" + kind.name().toLowerCase(java.util.Locale.ROOT), typical(kind));
        }
        tables.add(table("all kinds", List.of(), kinds));
        tables.add(
                table(
                        "declared",
                        List.of(),
                        column("pg_array", TEXT.declared("postgres", "integer[]")),
                        column("pg_jsonb", TEXT.declared("postgres", "jsonb")),
                        column(
                                "pg_uuid",
                                DataType.string(Kind.STRING, 36).declared("postgres", "uuid")),
                        column(
                                "pg_interval",
                                DataType.of(Kind.STRING).declared("postgres", "interval")),
                        column(
                                "pg_char",
                                DataType.string(Kind.WSTRING, 5)
                                        .declared("postgres", "character(5)")),
                        column(
                                "pg_numeric",
                                DataType.numeric(-1, -1).declared("postgres", "numeric")),
                        column("my_time", DataType.of(Kind.STRING).declared("mysql", "time(3)")),
                        column(
                                "my_enum",
                                DataType.string(Kind.WSTRING, 3)
                                        .declared("mysql", "enum('a','b''c')")),
                        column(
                                "my_bit",
                                DataType.string(Kind.STRING, 9).declared("mysql", "bit(9)")),
                        column("my_json", DataType.of(Kind.CLOB).declared("mysql", "json")),
                        column("my_year", DataType.of(Kind.INT2).declared("mysql", "year(4)")),
                        column(
                                "my_unsigned",
                                DataType.of(Kind.UINT8).declared("mysql", "bigint(20) unsigned")),
                        column(
                                "ma_uuid",
                                DataType.string(Kind.STRING, 36).declared("mariadb", "uuid")),
                        column("ma_inet6", DataType.of(Kind.STRING).declared("mariadb", "inet6"))));
        return tables;
    }

    private static DataType typical(Kind kind) {
        return switch (kind) {
            case STRING, WSTRING, BYTES -> DataType.string(kind, 20);
            case NUMERIC -> DataType.numeric(65, 30);
            case TIME, DATETIME, DATETIME_TZ -> DataType.temporal(kind, 3);
            default -> DataType.of(kind);
        };
    }

    private String render() {
        Dialect dialect = dialect();
        StringBuilder text = new StringBuilder();
        dialect.session().forEach(sql -> text.append(sql).append(";\n"));
        dialect.optionalSession().forEach(sql -> text.append(sql).append("; -- if permitted\n"));
        for (Table table : tables()) {
            Column last = table.columns().get(table.columns().size() - 1);
            text.append("\n-- ").append(table.id()).append('\n');
            List<String> statements = new ArrayList<>();
            statements.add(dialect.createTable(table, true));
            statements.add(dialect.addColumn(table, last));
            statements.add(dialect.dropColumn(table.id(), last.name()));
            statements.add(dialect.renameColumn(table.id(), last.name(), "new " + last.name()));
            statements.add(dialect.insert(table));
            if (table.hasKey()) {
                statements.add(dialect.createTable(table, false));
                statements.add(dialect.addKey(table));
                statements.add(dialect.upsert(table));
                statements.add(dialect.update(table, List.of(table.columns().size() - 1)));
                statements.add(dialect.delete(table));
            } else {
                Map<String, String> types = new HashMap<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    types.put(
                            table.columns().get(i).name(), dialect.columnTypes(table).get(i).ddl());
                }
                statements.add(dialect.updateOne(table, types));
                statements.add(dialect.deleteOne(table, types));
            }
            statements.add(dialect.truncate(table.id()));
            statements.add(dialect.dropTable(table.id()));
            statements.forEach(sql -> text.append(sql).append(";\n"));
        }
        return text.toString();
    }

    @Test
    void rendersWhatTheGoldenFileSays() throws IOException {
        assertGolden(".sql", render());
    }

    @Test
    void rendersSecondaryObjectsAsTheGoldenFileSays() throws IOException {
        assertGolden("-objects.sql", SecondaryObjectsText.render(dialect()));
    }

    private void assertGolden(String suffix, String rendered) throws IOException {
        Path golden =
                Path.of(
                        "src/test/resources/golden",
                        dialect().name().toLowerCase(java.util.Locale.ROOT) + suffix);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(golden));
    }

    @Test
    void aFailureWithoutAnAnswerIsWorthAnotherTry() {
        assertThat(dialect().classify(new SQLException("gone", "08006")))
                .isEqualTo(io.dmsconnect.core.failure.FailureKind.RECOVERABLE);
        assertThat(dialect().classify(new SQLException("deadlock", "40001")))
                .isEqualTo(io.dmsconnect.core.failure.FailureKind.RECOVERABLE);
        assertThat(dialect().classify(new SQLException("too long", "22001")))
                .isEqualTo(io.dmsconnect.core.failure.FailureKind.RECORD);
        assertThat(dialect().classify(new SQLException("duplicate", "23505")))
                .isEqualTo(io.dmsconnect.core.failure.FailureKind.RECORD);
    }

    @Test
    void aNameThatDoesNotFitIsRefused() {
        assertThat(dialect().refuseName("x".repeat(60))).isNull();
        assertThat(dialect().refuseName("x".repeat(65))).contains("rename it");
    }
}
