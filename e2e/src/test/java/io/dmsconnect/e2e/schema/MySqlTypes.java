// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.List;

/** What columns of a MySQL or MariaDB source are made of. */
final class MySqlTypes {
    private static final String MARKER = "'__debezium_unavailable_value'";

    private MySqlTypes() {}

    static Types all() {
        return new Types()
                .add("tinyint", List.of("-128", "127", "%d % 100"), "smallint", "int", "bigint")
                .add("smallint", List.of("%d", "-32768"), "mediumint", "int", "bigint")
                .add("mediumint", List.of("%d", "8388607"), "int", "bigint")
                .add("int", List.of("%d", "-2147483648"), "bigint", "decimal(30,8)")
                .add("int unsigned", List.of("%d", "4294967295"), "bigint unsigned", "bigint")
                .add("bigint", List.of("%d", "9223372036854775807"), "decimal(30,8)")
                .add("bigint unsigned", List.of("%d", "18446744073709551615"), "decimal(30,8)")
                .add("decimal(10,2)", List.of("%d.25", "-0.01"), "decimal(14,4)", "decimal(30,8)")
                .add("decimal(14,4)", List.of("%d.1234", "-0.0001"), "decimal(30,8)")
                .add("decimal(30,8)", List.of("%d.12345678", "-0.00000001"))
                .add("float", List.of("%d.5", "0.1"), "double")
                .add("double", List.of("1.23456789012345", "%d", "0.1"))
                .add("varchar(10)", List.of("'v%d'", "''", "'é🐘'"), "varchar(50)", "text")
                .add(
                        "varchar(50)",
                        List.of(
                                "'a''b\"c\\\\d %d'",
                                "'\\\\N'", "'NULL'", MARKER, "'more than ten'"),
                        "text",
                        "longtext")
                .add("text", List.of("'t%d'", "''", MARKER, "repeat(md5(%d), 200)"), "longtext")
                .add("longtext", List.of("'l%d'", "repeat(md5(%d), 300)"))
                .add("char(5)", List.of("'ab'", "'é%d'"), "varchar(10)", "varchar(50)")
                .add("varbinary(10)", List.of("x'00ff5c27'", "'b%d'"), "varbinary(100)", "blob")
                .add("varbinary(100)", List.of("x'00ff5c27'", MARKER), "blob", "longblob")
                .add("blob", List.of("x''", "unhex(repeat('00ff', 500))"), "longblob")
                .add("longblob", List.of("x'00'", "repeat('b%d', 900)"))
                .add("date", List.of("date '2024-02-29' + interval %d day"), "datetime")
                .add(
                        "datetime",
                        List.of("timestamp '2024-01-01 00:00:00' + interval %d second"),
                        List.of("'0000-00-00 00:00:00'"),
                        "datetime(3)",
                        "datetime(6)")
                .add("datetime(3)", List.of("'2024-03-31 02:30:00.123'"), "datetime(6)")
                .add("datetime(6)", List.of("'1969-12-31 23:59:59.999999'"))
                .add("time", List.of("sec_to_time(%d)", "'-838:59:59'"), "time(6)")
                .add("time(6)", List.of("'23:59:59.999999'", "'-00:00:00.000001'"))
                .add("timestamp", List.of("'2024-03-31 02:30:00'"), "timestamp(6)")
                .add("timestamp(6)", List.of("'2024-03-31 02:30:00.654321'"))
                .add("year", List.of("2024", "1901"))
                .add("enum('a','b')", List.of("'a'", "'b'", "'zz'"), "enum('a','b','c')")
                .add("enum('a','b','c')", List.of("'a'", "'c'", "'zz'"), "varchar(50)")
                .add("set('x','y')", List.of("'x,y'", "''"), "set('x','y','z')")
                .add("set('x','y','z')", List.of("'x,z'", "''"))
                .add("json", List.of("'{\"b\": %d, \"a\": [1, null, \"e\"]}'"))
                .add("bit(1)", List.of("b'1'", "b'0'"))
                .add("bit(8)", List.of("b'10100001'"), "bit(20)")
                .add("bit(20)", List.of("b'10100001111100001111'"));
    }
}
