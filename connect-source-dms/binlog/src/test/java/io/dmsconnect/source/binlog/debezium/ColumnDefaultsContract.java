// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.ColumnDefault.Kind;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.SecondaryObjects;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Defaults as the servers' catalogues write them, and the columns they number. */
public abstract class ColumnDefaultsContract extends ObjectsHarness {
    /**
     * @param columns type with default, and what is to be found: a kind, with the text behind, and
     *     a word more where an update sets it too
     */
    protected final void compare(String[]... columns) {
        List<String> definitions = new ArrayList<>();
        List<ColumnDefault> expected = new ArrayList<>();
        for (String[] column : columns) {
            String name = "C" + definitions.size();
            definitions.add(name + " " + column[0]);
            if (!column[1].isEmpty()) {
                expected.add(
                        new ColumnDefault(
                                name,
                                Kind.valueOf(column[1]),
                                column.length > 2 ? column[2] : "",
                                column.length > 3,
                                family()));
            }
        }
        run("CREATE TABLE t (" + String.join(", ", definitions) + ")");
        assertThat(read("t").defaults()).containsExactlyElementsOf(expected);
        // values come with the changes; that the target does not set them itself is said
        assertThat(read("t").leftovers())
                .allMatch(leftover -> leftover.kind().equals("on update"))
                .extracting(SecondaryObjects.Leftover::name)
                .containsExactlyElementsOf(
                        expected.stream()
                                .filter(ColumnDefault::onUpdate)
                                .map(ColumnDefault::column)
                                .toList());
    }

    protected static String[] column(String... words) {
        return words;
    }

    @Test
    void literals() {
        compare(
                column("varchar(20) DEFAULT 'it''s'", "LITERAL", "it's"),
                column("varchar(20) DEFAULT ''", "LITERAL", ""),
                column("varchar(20) DEFAULT 'a\\\\b\\n\\\"é€'", "LITERAL", "a\\b\n\"é€"),
                column("varchar(20) DEFAULT 'NULL'", "LITERAL", "NULL"),
                column("varchar(20) DEFAULT 'uuid()'", "LITERAL", "uuid()"),
                column("varchar(20) DEFAULT 'now()'", "LITERAL", "now()"),
                column("char(9) CHARACTER SET latin1 DEFAULT 'ä'", "LITERAL", "ä"),
                column("int DEFAULT 0", "LITERAL", "0"),
                column("int NOT NULL DEFAULT '-5'", "LITERAL", "-5"),
                column(
                        "bigint unsigned DEFAULT 18446744073709551615",
                        "LITERAL",
                        "18446744073709551615"),
                column("decimal(9, 2) DEFAULT -1.5", "LITERAL", "-1.50"),
                column("double DEFAULT 1.5", "LITERAL", "1.5"),
                column("bit(3) DEFAULT b'101'", "LITERAL", "101"),
                column("bit(1) DEFAULT 0", "LITERAL", "0"),
                column("enum('a', 'it''s') DEFAULT 'it''s'", "LITERAL", "it's"),
                column("set('a', 'b') DEFAULT 'a,b'", "LITERAL", "a,b"),
                column("date DEFAULT '2020-02-29'", "LITERAL", "2020-02-29"),
                column(
                        "datetime(3) DEFAULT '2020-02-29 10:00'",
                        "LITERAL",
                        "2020-02-29 10:00:00.000"),
                column("year DEFAULT 2020", "LITERAL", "2020"),
                column("int NULL DEFAULT NULL", ""),
                column("int NULL", ""),
                column("int NOT NULL", ""));
    }

    @Test
    void now() {
        compare(
                column("datetime DEFAULT CURRENT_TIMESTAMP", "NOW"),
                column("datetime(6) DEFAULT CURRENT_TIMESTAMP(6)", "NOW"),
                column("timestamp NOT NULL DEFAULT NOW() ON UPDATE NOW()", "NOW", "", "update"),
                column("datetime(3) NULL ON UPDATE CURRENT_TIMESTAMP(3)", "NONE", "", "update"),
                column(
                        "datetime DEFAULT '2020-01-01' ON UPDATE CURRENT_TIMESTAMP",
                        "LITERAL",
                        "2020-01-01 00:00:00",
                        "update"));
    }

    @Test
    void autoIncrement() {
        run(
                "CREATE TABLE t (a int NOT NULL, `Id €` bigint unsigned NOT NULL AUTO_INCREMENT"
                        + " PRIMARY KEY)");
        assertThat(read("t").numberings()).containsExactly(numbering(1));
        run("INSERT INTO t (a) VALUES (1), (2)");
        assertThat(read("t").numberings()).containsExactly(numbering(3));
        run("ALTER TABLE t AUTO_INCREMENT = 1000", "INSERT INTO t (a) VALUES (1)");
        assertThat(read("t").numberings()).containsExactly(numbering(1001));
        assertThat(read("t").defaults()).isEmpty();
    }

    private static Numbering numbering(long next) {
        return new Numbering("Id €", "", true, false, 1, BigInteger.valueOf(next), "");
    }
}
