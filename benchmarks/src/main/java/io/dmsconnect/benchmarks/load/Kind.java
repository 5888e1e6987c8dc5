// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

/**
 * A kind of column in both engines: its type, the value of row {@code i} as SQL (number of the
 * column: {@code $n}), and the value as text that is the same in both engines whatever type the
 * target gave it (column: {@code $c}).
 */
enum Kind {
    KEY(both("bigint NOT NULL"), both("i"), both("$c")),
    INT(both("integer"), both("(i * 7919 + $n) % 1000003"), both("$c")),
    NAME(both("varchar(40)"), both("concat('name ', i % 5000, ' of ', $n)"), both("$c")),
    /** What a hash mask makes of it; only to compare with. */
    MASKED_NAME(
            NAME.type,
            NAME.value,
            both("upper(encode(sha256(convert_to($c, 'UTF8')), 'hex'))", "upper(sha2($c, 256))")),
    AMOUNT(
            both("numeric(12,2)"),
            both("(i * 31 + $n) % 100000000 / 100.0"),
            both("CAST($c AS decimal(30,6))")),
    CODE(both("char(10)"), both("substr(md5(concat('code', i)), 1, 10)"), both("$c")),
    MOMENT(
            both("timestamp(6)", "datetime(6)"),
            both(
                    "timestamp '2020-01-01 00:00:00' + (i * 61 % 300000000) * interval '1 second'"
                            + " + (i * 13 % 1000000) * interval '1 microsecond'",
                    "timestamp'2020-01-01 00:00:00' + interval (i * 61 % 300000000) second"
                            + " + interval (i * 13 % 1000000) microsecond"),
            both("to_char($c, 'YYYY-MM-DD HH24:MI:SS.US')", "date_format($c, '%Y-%m-%d %T.%f')")),
    MOMENT_TZ(
            both("timestamp(6) with time zone", "timestamp(6) NULL"),
            MOMENT.value,
            both("to_char($c, 'YYYY-MM-DD HH24:MI:SS.US')", "date_format($c, '%Y-%m-%d %T.%f')")),
    NOTE(
            both("text"),
            both("CASE WHEN i % 10 = 0 THEN NULL ELSE concat(i, ' ', md5(concat(i, ''))) END"),
            both("coalesce($c, '~')")),
    RATIO(
            both("double precision"),
            both("i * 1.0009765625e0"),
            both("CAST($c * 1024 AS bigint)", "CAST($c * 1024 AS signed)")),
    FLAG(both("boolean"), both("i % 3 = 0"), both("CAST($c AS integer)", "$c + 0")),
    /** Version 4: MariaDB's uuid refuses some of those that have no version. */
    IDENTITY(
            both("uuid", "char(36)"),
            both("CAST(" + Fragments.UUID + " AS uuid)", Fragments.UUID),
            both("lower(CAST($c AS text))", "lower($c)")),
    /** 20 KB that do not compress well. */
    BODY(
            both("text", "longtext"),
            both(
                    "(SELECT string_agg(md5(concat(i, '-', k)), '') FROM generate_series(1, 640) k)",
                    "(SELECT group_concat(md5(concat(i, '-', seq)) SEPARATOR '')"
                            + " FROM seq_1_to_640)"),
            both("$c")),
    /** 200 MB that do not compress in row 1, and that compress well in row 3. */
    LARGE_TEXT(
            both("text", "longtext"),
            both(
                    "CASE i WHEN 1 THEN (SELECT string_agg(md5(concat('t', k)), '')"
                            + " FROM generate_series(1, 6553600) k)"
                            + " WHEN 3 THEN repeat('0123456789abcdef', 13107200) END",
                    "CASE i WHEN 1 THEN (SELECT group_concat(md5(concat('t', seq)) SEPARATOR '')"
                            + " FROM seq_1_to_6553600)"
                            + " WHEN 3 THEN repeat('0123456789abcdef', 13107200) END"),
            both(Fragments.LENGTH_AND_HASH)),
    /** 200 MB that do not compress in row 2. */
    LARGE_BYTES(
            both("bytea", "longblob"),
            both(
                    "CASE i WHEN 2 THEN (SELECT string_agg(sha512(convert_to(concat('b', k), 'UTF8')),"
                            + " ''::bytea) FROM generate_series(1, 3276800) k) END",
                    "CASE i WHEN 2 THEN (SELECT group_concat(unhex(sha2(concat('b', seq), 512))"
                            + " SEPARATOR '') FROM seq_1_to_3276800) END"),
            both(Fragments.LENGTH_AND_HASH));

    /** A class of its own, for an enum's constants come before its fields. */
    private static final class Fragments {
        private static final String LENGTH_AND_HASH =
                "CASE WHEN $c IS NULL THEN '~' ELSE concat(octet_length($c), ' ', md5($c)) END";

        private static final String UUID =
                """
                concat(substr(md5(i), 1, 8), '-', substr(md5(i), 9, 4), '-4', substr(md5(i), 14, 3),
                 '-a', substr(md5(i), 18, 3), '-', substr(md5(i), 21, 12))
                """
                        .replace("md5(i)", "md5(concat('id', i))");
    }

    /** The same thing in both languages. */
    record Sql(String postgres, String mariadb) {}

    private final Sql type;
    private final Sql value;
    private final Sql text;

    Kind(Sql type, Sql value, Sql text) {
        this.type = type;
        this.value = value;
        this.text = text;
    }

    private static Sql both(String sql) {
        return new Sql(sql, sql);
    }

    private static Sql both(String postgres, String mariadb) {
        return new Sql(postgres, mariadb);
    }

    Sql type() {
        return type;
    }

    Sql value() {
        return value;
    }

    Sql text() {
        return text;
    }
}
