// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.mapping.Comparison;
import io.dmsconnect.core.mapping.RowFilter;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TaskSettings;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.RowCondition;
import io.dmsconnect.source.Slice;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.testing.DatabaseServer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Conditions take the same rows in the server and in Java. */
public abstract class ComparisonContract {
    private Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    protected abstract SourceEngine engine(ConnectionInfo info);

    /** Definitions of columns only this server has, and values for rows 1 and 2. */
    protected abstract List<List<String>> ownColumns();

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    @Test
    void everyOperatorOnEveryType() {
        migration = new Migration(server(), this::task, "full-load");
        migration.run(
                """
                CREATE TABLE t (id int PRIMARY KEY, bo bit(1), bi bit(64), i1 tinyint,
                  u1 tinyint unsigned, i4 int, i8 bigint, u8 bigint unsigned, ye year,
                  nd decimal(30, 4), r4 float, r8 double, da date, ti time(6), dt datetime(6),
                  ts timestamp(6) NULL, vc varchar(40), ch char(9), vb varbinary(9),
                  l1 varchar(40) CHARACTER SET latin1 COLLATE latin1_swedish_ci,
                  bb varchar(40) COLLATE utf8mb4_bin, tx tinytext, en enum('b', 'a', 'B '),
                  se set('x', 'y', 'Z')) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
                """,
                """
                INSERT INTO t VALUES
                (1, b'1', b'1', 1, 1, 1, 1, 1, 1970, 1, 1, 1, '2020-02-29', '10:00',
                 '2020-02-29 10:00', '2020-02-29 10:00', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'x'),
                (2, b'0', b'0', -128, 255, -2147483648, -9223372036854775808,
                 18446744073709551615, 2070, -99999999999999999999999999.9999, 0.1, 0.1,
                 '0000-00-00', '-838:59:59', '0000-00-00', '0000-00-00', 'A', 'A', 'A', 'A', 'A',
                 'A', 'b', 'x,y'),
                (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                 NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                (4, b'1', 18446744073709551615, 127, 0, 2147483647, 9223372036854775807, 0, 0,
                 0.0001, 3.4028235e38, 1.7976931348623157e308, '9999-12-31', '838:59:59',
                 '9999-12-31 23:59:59.999999', '2038-01-19 06:14:07', 'a ', 'a ', 'a ', 'a ', 'a ',
                 'a ', 'B', 'Z'),
                (5, b'0', b'101', 0, 70, 70, 70, 70, 1901, 70, -0e0, -0e0, '2020-00-00',
                 '00:00:00.000001', '2020-00-15 00:00', '1970-01-02 00:00', '😀', '😀',
                 x'ff00', 'ä', '😀', '😀', 'a', ''),
                (6, b'0', b'10', 5, 5, 5, 5, 5, 2155, 5, 1.4e-45, 4.9e-324, '2020-03-01',
                 '10:00:01', '2020-02-29 10:00:00.5', '2020-02-29 10:00:00.5', '\uFFFD', 'Straße',
                 x'00', 'é', '', '', '', 'y')
                """);
        int number = 0;
        for (List<String> own : ownColumns()) {
            String name = "own" + number++;
            migration.run(
                    "ALTER TABLE t ADD COLUMN " + name + " " + own.get(0),
                    "UPDATE t SET " + name + " = " + own.get(1) + " WHERE id = 1",
                    "UPDATE t SET " + name + " = " + own.get(2) + " WHERE id = 2");
        }
        SourceEngine engine =
                engine(
                        new ConnectionInfo(
                                migration.server.host(),
                                migration.server.port(),
                                migration.server.user(),
                                new Password(migration.server.password()),
                                "",
                                "Test",
                                TaskSettings.defaults(),
                                Map.of(),
                                schema -> true));
        compareAll(engine, new TableId(migration.database, "t"));
        engine.close();
    }

    /** Constants that no row has. */
    private static List<Object> more(Column column) {
        Kind kind = column.type().kind();
        return switch (kind) {
            case STRING, WSTRING, NCLOB -> List.of("", "b", "B ", "\\'", "\uFFFD", "it's");
            case INT1, INT2, INT4, INT8, UINT1, UINT8, NUMERIC ->
                    List.of(
                            new BigDecimal("-0.5"),
                            new BigDecimal("70"),
                            new BigDecimal("1E+30"),
                            new BigDecimal("18446744073709551616"));
            case REAL4, REAL8 ->
                    List.of(
                            0.1,
                            1e300,
                            Double.NaN,
                            Double.POSITIVE_INFINITY,
                            Double.NEGATIVE_INFINITY);
            default -> List.of();
        };
    }

    private void compareAll(SourceEngine engine, TableId id) {
        Table table = engine.describe(List.of(id)).get(id);
        try (LoadSnapshot snapshot = engine.snapshot(1)) {
            List<Object[]> rows = new ArrayList<>();
            snapshot.read(table, Slice.WHOLE, RowCondition.ALL, rows::add);
            assertThat(rows).hasSizeGreaterThan(3);
            for (int i = 1; i < table.columns().size(); i++) {
                Column column = table.columns().get(i);
                Set<Object> constants = new LinkedHashSet<>(more(column));
                for (Object[] row : rows) {
                    if (row[i] != null) {
                        constants.add(row[i]);
                    }
                }
                assertThat(constants).as(column.name()).hasSizeGreaterThan(1);
                for (Object constant : constants) {
                    for (Comparison operator : Comparison.values()) {
                        compare(snapshot, table, rows, i, operator, constant);
                    }
                }
            }
        }
    }

    private static void compare(
            LoadSnapshot snapshot,
            Table table,
            List<Object[]> rows,
            int index,
            Comparison operator,
            Object constant) {
        Column column = table.columns().get(index);
        RowFilter filter = RowFilter.comparing(table, index, operator, constant);
        List<Object> inSql = new ArrayList<>();
        AtomicReference<String> sql = new AtomicReference<>();
        snapshot.read(
                table,
                Slice.WHOLE,
                syntax -> {
                    sql.set(filter.sql(syntax));
                    return sql.get();
                },
                row -> inSql.add(row[0]));
        assertThat(inSql)
                .as("%s (%s): %s", column.name(), column.type().declaration(), sql.get())
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream()
                                .filter(
                                        row ->
                                                filter.test(new ArrayRow(row))
                                                        == RowFilter.Match.YES)
                                .map(row -> row[0])
                                .toList());
    }
}
