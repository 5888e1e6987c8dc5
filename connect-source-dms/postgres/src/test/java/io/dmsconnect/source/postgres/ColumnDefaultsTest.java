// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.ColumnDefault.Kind;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.SourceEngine;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Defaults as PostgreSQL prints them, and the columns it numbers. */
class ColumnDefaultsTest {
    private final Migration migration = new Migration("full-load");

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    private SecondaryObjects read() {
        try (SourceEngine engine = new PostgreSqlEngine(migration.info())) {
            return engine.secondaryObjects(new TableId(migration.schema, "t"));
        }
    }

    /**
     * @param columns type with default, and what is to be found: a kind, with the text behind
     */
    private void compare(String[]... columns) {
        List<String> definitions = new ArrayList<>();
        List<ColumnDefault> expected = new ArrayList<>();
        for (String[] column : columns) {
            String name = "C" + definitions.size();
            definitions.add('"' + name + "\" " + column[0]);
            if (!column[1].isEmpty()) {
                expected.add(
                        new ColumnDefault(
                                name,
                                Kind.valueOf(column[1]),
                                column.length > 2 ? column[2] : "",
                                false,
                                "postgres"));
            }
        }
        migration.run("CREATE TABLE t (" + String.join(", ", definitions) + ")");
        assertThat(read().defaults()).containsExactlyElementsOf(expected);
        assertThat(read().leftovers()).isEmpty();
    }

    private static String[] column(String... words) {
        return words;
    }

    @Test
    void literals() {
        migration.run("CREATE TYPE mood AS ENUM ('sad', 'it''s ok')");
        compare(
                column("text DEFAULT 'it''s'", "LITERAL", "it's"),
                column("varchar(9) DEFAULT ''", "LITERAL", ""),
                column("varchar(9) DEFAULT 'a'::text", "LITERAL", "a"),
                column("text DEFAULT 'a (b)::c'", "LITERAL", "a (b)::c"),
                column("text DEFAULT E'a\\\\b\\n😀'", "LITERAL", "a\\b\n😀"),
                column("char(3) DEFAULT 'x'", "LITERAL", "x"),
                column("mood DEFAULT 'it''s ok'", "LITERAL", "it's ok"),
                column("jsonb DEFAULT '{\"a\": 1}'", "LITERAL", "{\"a\": 1}"),
                column("int[] DEFAULT '{1,2}'", "LITERAL", "{1,2}"),
                column("int DEFAULT 0", "LITERAL", "0"),
                column("int DEFAULT -5", "LITERAL", "-5"),
                column("int DEFAULT (-5)", "LITERAL", "-5"),
                column("numeric(9, 2) DEFAULT -1.5", "LITERAL", "-1.5"),
                column("numeric(9, 2) DEFAULT 0::numeric", "LITERAL", "0"),
                column("bigint DEFAULT 5000000000", "LITERAL", "5000000000"),
                column("double precision DEFAULT 'NaN'", "LITERAL", "NaN"),
                column("boolean DEFAULT true", "LITERAL", "true"),
                column("boolean DEFAULT 'no'", "LITERAL", "false"),
                column("bit(3) DEFAULT B'101'", "LITERAL", "101"),
                column("bytea DEFAULT '\\x00ff'", "LITERAL", "\\x00ff"),
                column("date DEFAULT '2020-02-29'", "LITERAL", "2020-02-29"),
                column(
                        "timestamptz DEFAULT '2020-02-29 10:00+02'",
                        "LITERAL",
                        "2020-02-29 08:00:00+00"),
                column("interval DEFAULT '1 day'", "LITERAL", "1 day"),
                column("text DEFAULT NULL::text", ""),
                column("numeric(5, 2) DEFAULT NULL::numeric(5, 2)", ""),
                column("text DEFAULT repeat('x', 3)", "EXPRESSION", "repeat('x'::text, 3)"),
                column("varchar(2) DEFAULT 'a' || 'b'", "EXPRESSION", "('a'::text || 'b'::text)"),
                column("int DEFAULT 1 + 1", "EXPRESSION", "(1 + 1)"),
                column("int DEFAULT 1.9::int", "EXPRESSION", "(1.9)::integer"),
                column("text[] DEFAULT ARRAY['a']", "EXPRESSION", "ARRAY['a'::text]"));
    }

    @Test
    void aLongLiteral() {
        String text = "it''s ".repeat(20_000);
        compare(column("text DEFAULT '" + text + "'", "LITERAL", text.replace("''", "'")));
    }

    @Test
    void callsThatAllDatabasesHave() {
        migration.run(
                "CREATE FUNCTION uuid_generate_v4() RETURNS uuid LANGUAGE sql AS"
                        + " 'SELECT gen_random_uuid()'");
        compare(
                column("timestamptz DEFAULT now()", "NOW"),
                column("timestamptz DEFAULT CURRENT_TIMESTAMP", "NOW"),
                column("timestamp(3) DEFAULT CURRENT_TIMESTAMP(3)", "NOW"),
                column("timestamp DEFAULT LOCALTIMESTAMP", "NOW"),
                column("timestamp DEFAULT now()::timestamp", "NOW"),
                column("timestamptz DEFAULT transaction_timestamp()", "NOW"),
                column("timestamp DEFAULT 'now'::text::timestamp", "NOW"),
                column("date DEFAULT CURRENT_DATE", "NOW"),
                column("date DEFAULT now()", "NOW"),
                column("date DEFAULT 'now'::text::date", "NOW"),
                column("timetz DEFAULT CURRENT_TIME", "NOW"),
                column("time DEFAULT LOCALTIME", "NOW"),
                column("time DEFAULT now()::time", "NOW"),
                column("timestamp DEFAULT CURRENT_DATE", "EXPRESSION", "CURRENT_DATE"),
                column(
                        "date DEFAULT 'tomorrow'::text::date",
                        "EXPRESSION",
                        "('tomorrow'::text)::date"),
                column("text DEFAULT now()", "EXPRESSION", "now()"),
                column("timestamptz DEFAULT clock_timestamp()", "EXPRESSION", "clock_timestamp()"),
                column("uuid DEFAULT gen_random_uuid()", "UUID"),
                column("text DEFAULT gen_random_uuid()", "UUID"),
                column("uuid DEFAULT uuid_generate_v4()", "UUID"));
    }

    @Test
    void numberings() {
        migration.run(
                "CREATE SEQUENCE \"Shared 😀\" INCREMENT BY 10 START WITH 100 CACHE 5",
                "CREATE SEQUENCE down INCREMENT BY -1 MINVALUE -3 CYCLE",
                "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                        + " b bigint GENERATED BY DEFAULT AS IDENTITY"
                        + " (START WITH 5 INCREMENT BY 2 MAXVALUE 99 CYCLE),"
                        + " \"C\" smallserial, d bigint DEFAULT nextval('\"Shared 😀\"'),"
                        + " e int DEFAULT nextval('down'), f bigserial,"
                        + " g text DEFAULT 'n' || nextval('down'))",
                "INSERT INTO t SELECT FROM generate_series(1, 2)",
                "INSERT INTO t (f) VALUES (1)",
                "SELECT setval('t_f_seq', 7, false)");
        SecondaryObjects found = read();
        assertThat(found.numberings())
                .containsExactly(
                        new Numbering("a", "", true, true, 1, BigInteger.valueOf(4), ""),
                        new Numbering(
                                "b",
                                "",
                                true,
                                false,
                                2,
                                BigInteger.valueOf(11),
                                "INCREMENT BY 2 MINVALUE 1 MAXVALUE 99 START WITH 5 CACHE 1 CYCLE"),
                        new Numbering("C", "t_C_seq", true, false, 1, BigInteger.valueOf(4), ""),
                        new Numbering(
                                "d",
                                "Shared 😀",
                                false,
                                false,
                                10,
                                BigInteger.valueOf(150),
                                "INCREMENT BY 10 MINVALUE 1 MAXVALUE 9223372036854775807"
                                        + " START WITH 100 CACHE 5 NO CYCLE"),
                        new Numbering(
                                "e",
                                "down",
                                false,
                                false,
                                -1,
                                BigInteger.valueOf(-1),
                                "INCREMENT BY -1 MINVALUE -3 MAXVALUE -1 START WITH -1 CACHE 1"
                                        + " CYCLE"),
                        new Numbering("f", "t_f_seq", true, false, 1, BigInteger.valueOf(7), ""));
        assertThat(found.defaults()).extracting(ColumnDefault::column).containsExactly("g");
    }

    @Test
    void sequencesThatMayNotBeRead() {
        String user = "u_" + migration.schema;
        migration.run(
                "CREATE TABLE t (a serial PRIMARY KEY, b int, c serial)",
                "INSERT INTO t (a, b) VALUES (41, 1), (42, 1)",
                "CREATE ROLE " + user + " LOGIN PASSWORD 'secret'",
                "GRANT USAGE ON SCHEMA " + migration.schema + " TO " + user,
                "GRANT SELECT (a) ON t TO " + user);
        migration.config.put("database.user", user);
        migration.config.put("database.password", "secret");
        try {
            SecondaryObjects found = read();
            assertThat(found.numberings())
                    .containsExactly(
                            new Numbering(
                                    "a", "t_a_seq", true, false, 1, BigInteger.valueOf(43), ""));
            assertThat(found.leftovers())
                    .containsExactly(
                            new Leftover(
                                    "numbering",
                                    "c",
                                    "the user may read neither the sequence nor the column: \""
                                            + migration.schema
                                            + "\".\"t_c_seq\""));
            migration.run("GRANT USAGE ON t_c_seq TO " + user);
            assertThat(read().numberings().get(1).next()).isEqualTo(BigInteger.valueOf(3));
        } finally {
            migration.run("DROP OWNED BY " + user, "DROP ROLE " + user);
        }
    }
}
