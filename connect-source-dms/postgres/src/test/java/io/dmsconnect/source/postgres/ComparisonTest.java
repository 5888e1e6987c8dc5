// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.mapping.Comparison;
import io.dmsconnect.core.mapping.RowFilter;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.LoadSnapshot;
import io.dmsconnect.source.RowCondition;
import io.dmsconnect.source.Slice;
import io.dmsconnect.source.SourceEngine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Conditions take the same rows in the server and in Java. */
class ComparisonTest {
    private final Migration migration = new Migration("full-load");

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    @Test
    void everyOperatorOnEveryType() {
        migration.run(
                "CREATE TYPE mood AS ENUM ('sad', 'ok', 'Happy')",
                "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2',"
                        + " deterministic = false)",
                """
                CREATE TABLE t (id int PRIMARY KEY, bo boolean, i2 int2, i4 int4, i8 int8,
                  nu numeric, nd numeric(20, 4), r4 real, r8 double precision, da date,
                  ti time, ts timestamp, tz timestamptz, vc varchar(40), tx text, ch char(9),
                  lo text COLLATE loose, uu uuid, en mood, bi bit(5), ip inet, iv interval,
                  by bytea)
                """,
                """
                INSERT INTO t VALUES
                (1, true, 1, 1, 1, 1, 1, 1, 1, '2020-02-29', '10:00', '2020-02-29 10:00',
                 '2020-02-29 10:00+02', 'a', 'a', 'a', 'a', '00000000-0000-0000-0000-00000000000a',
                 'sad', B'00001', '10.0.0.1', '1 day', '\\x00'),
                (2, false, -32768, -2147483648, -9223372036854775808, '-1.50', -1.5, 'NaN', 'NaN',
                 '-infinity', '00:00', '-infinity', '-infinity', 'A', 'A', 'A', 'A',
                 'ffffffff-0000-0000-0000-00000000000a', 'ok', B'10000', '9.0.0.1', '-1 mons',
                 '\\xff00'),
                (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                 NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                (4, true, 32767, 2147483647, 9223372036854775807, 'NaN', 9999999999999999.9999,
                 'Infinity', '-Infinity', 'infinity', '24:00', 'infinity', 'infinity', 'a ', 'a ',
                 'a ', 'a ', 'ffffffff-0000-0000-0000-00000000000b', 'Happy', B'11111', '::1',
                 '00:00:01.5', '\\x'),
                (5, false, 0, 0, 0, 1e30, 0.0001, 0.1, 0.1, '0044-03-15 BC', '10:00:00.000001',
                 '0044-03-15 10:00 BC', '1970-01-01 00:00+00', U&'\\+01F600', U&'\\+01F600',
                 U&'\\+01F600', U&'\\+01F600', NULL, NULL, NULL, NULL, NULL, '\\xff'),
                (6, false, 70, 70, 70, 0.1, 70, '-0', '-0', '9999-12-31', '23:59:59.999999',
                 '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999+00', U&'\\FFFD',
                 'B''\\', 'Straße', U&'\\00E4', NULL, NULL, NULL, NULL, NULL, NULL),
                (7, false, 5, 5, 5, 5.0, 5, 1e-45, 5e-324, '2020-03-01', '10:00:01',
                 '2020-02-29 10:00:00.5', '2020-02-29 08:00:00.000001+00', '', '', '', '', NULL,
                 NULL, NULL, NULL, NULL, NULL)
                """);
        if (atLeast14()) {
            migration.run("INSERT INTO t (id, nu) VALUES (8, 'Infinity'), (9, '-Infinity')");
        }
        SourceEngine engine = new PostgreSqlEngine(migration.info());
        compareAll(engine, new TableId(migration.schema, "t"));
        engine.close();
    }

    private boolean atLeast14() {
        return Integer.parseInt(migration.server.query("SHOW server_version_num").get(0).get(0))
                >= 140_000;
    }

    /** Constants that no row has. */
    private static List<Object> more(Column column) {
        Kind kind = column.type().kind();
        return switch (kind) {
            case STRING, WSTRING, NCLOB -> List.of("", "b", "B ", "\\'", "\uFFFD", "it's");
            case INT2, INT4, INT8, UINT1, UINT8, NUMERIC ->
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
