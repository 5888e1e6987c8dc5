// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementReaderTest {
    private static final TableId T = new TableId("d", "t");

    private static Statement read(String statement) {
        return StatementReader.read(statement, "d");
    }

    private static Statement.Alter alter(String statement) {
        return (Statement.Alter) read(statement);
    }

    /** Names afterwards, each with the one it had before. */
    private static List<String> columns(String statement, String... before) {
        return alter(statement).alteration().apply(List.of(before)).columns().stream()
                .map(column -> column.name() + "<" + (column.from() == null ? "" : column.from()))
                .toList();
    }

    @Test
    void partsLookAtTheColumnsAsTheyWere() {
        assertThat(columns("ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a", "a", "b"))
                .containsExactly("b<a", "a<b");
        assertThat(columns("ALTER TABLE t ADD COLUMN a int, DROP COLUMN a", "a", "b"))
                .containsExactly("b<b", "a<");
        assertThat(columns("ALTER TABLE t CHANGE a b int AFTER a, CHANGE b a int", "a", "b", "c"))
                .containsExactly("a<b", "b<a", "c<c");
    }

    @Test
    void columnsComeAndGoToTheirPlaces() {
        assertThat(
                        columns(
                                "ALTER TABLE t ADD (x int, KEY (x), `y,(` varchar(9) DEFAULT ')'),"
                                        + " MODIFY c int FIRST, ADD z int AFTER a, DROP b",
                                "a",
                                "b",
                                "c"))
                .containsExactly("c<c", "a<a", "z<", "x<", "y,(<");
        assertThat(columns("ALTER TABLE t ADD COLUMN IF NOT EXISTS A int, DROP IF EXISTS q", "a"))
                .containsExactly("a<a");
    }

    @Test
    void wordsInTextsAndCommentsAreNone() {
        assertThat(
                        columns(
                                "/* ALTER TABLE u */ ALTER -- DROP\n TABLE t # , ADD x\n ADD b"
                                        + " varchar(9) COMMENT 'it''s, DROP \\' a FIRST'"
                                        + " /*!50000 FIRST */ /* AFTER a */",
                                "a"))
                .containsExactly("b<", "a<a");
    }

    @Test
    void aNameInDoubleQuotesIsOne() {
        assertThat(columns("ALTER TABLE \"t\" CHANGE \"a\" \"x y\" int", "a"))
                .containsExactly("x y<a");
    }

    @Test
    void tablesAreNamedWhereverTheyStand() {
        assertThat(alter("ALTER ONLINE IGNORE TABLE IF EXISTS `e`.`t` WAIT 5 FORCE").table())
                .isEqualTo(new TableId("e", "t"));
        assertThat(alter("alter table t rename as e.u").renamed()).contains(new TableId("e", "u"));
        assertThat(
                        ((Statement.Rename) read("RENAME TABLE t WAIT 1 TO x, e.u TO t, x TO e.u"))
                                .renamed())
                .containsExactly(
                        new Statement.Renamed(T, new TableId("d", "x")),
                        new Statement.Renamed(new TableId("e", "u"), T),
                        new Statement.Renamed(new TableId("d", "x"), new TableId("e", "u")));
        assertThat(((Statement.Drop) read("DROP TABLE IF EXISTS t, e.u CASCADE")).tables())
                .containsExactly(T, new TableId("e", "u"));
        assertThat(read("CREATE OR REPLACE TABLE t LIKE e.u"))
                .isInstanceOfSatisfying(
                        Statement.Create.class,
                        create -> {
                            assertThat(create.replaces()).isTrue();
                            assertThat(create.like()).contains(new TableId("e", "u"));
                        });
        assertThat(read("SET STATEMENT max_statement_time=1 FOR DROP DATABASE d"))
                .isInstanceOf(Statement.DropDatabase.class);
    }

    @Test
    void partsThatChangeRowsInSilenceAreNamed() {
        assertThat(alter("ALTER TABLE t TRUNCATE PARTITION p0, p1").rewritten())
                .containsExactly(new Statement.Rewrite(T, "TRUNCATE PARTITION"));
        assertThat(alter("ALTER TABLE t EXCHANGE PARTITION p WITH TABLE e.u").rewritten())
                .extracting(Statement.Rewrite::table)
                .containsExactly(T, new TableId("e", "u"));
        assertThat(alter("ALTER TABLE t REORGANIZE PARTITION a, b INTO (PARTITION c)").rewritten())
                .isEmpty();
        assertThat(alter("ALTER TABLE t ADD SYSTEM VERSIONING").versioning()).isTrue();
    }

    @Test
    void whatTouchesNoTableIsHarmless() {
        for (String statement :
                List.of(
                        "CREATE DEFINER=`u`@`%` PROCEDURE p() UPDATE t SET a = 1",
                        "GRANT ALL ON d.t TO u",
                        "CREATE ALGORITHM=UNDEFINED VIEW v AS SELECT * FROM t",
                        "DROP TEMPORARY TABLE t")) {
            assertThat(read(statement))
                    .isInstanceOfSatisfying(
                            Statement.Other.class, other -> assertThat(other.harmless()).isTrue());
        }
    }

    @Test
    void whatIsNotUnderstoodIsNotGuessed() {
        for (String statement :
                List.of(
                        "ALTER TABLE t ADD COLUMN a int COMMENT 'open",
                        "ALTER TABLE t ADD (a int")) {
            assertThatThrownBy(() -> columns(statement, "b"))
                    .isInstanceOf(UnreadableStatementException.class)
                    .hasMessageNotContaining("open");
        }
        assertThatThrownBy(() -> columns("ALTER TABLE t DROP COLUMN x", "a"))
                .isInstanceOf(UnreadableStatementException.class);
    }

    @Test
    void whichTableIsEmptied() {
        for (String statement :
                List.of("TRUNCATE t", "truncate table `t`", "TRUNCATE /* u */ TABLE d.t WAIT 5")) {
            assertThat(read(statement))
                    .isInstanceOfSatisfying(
                            Statement.Truncate.class, it -> assertThat(it.table()).isEqualTo(T));
            assertThat(StatementReader.isOfTemporaryTable(statement, "d")).isTrue();
        }
    }

    /** Much longer than a stack is deep. */
    @Test
    void aLiteralMayBeAsLongAsItLikes() {
        String literal = "'" + "it''s \\' a,( ".repeat(100_000) + "'";
        assertThat(columns("ALTER TABLE t ADD b int COMMENT " + literal + " FIRST", "a"))
                .containsExactly("b<", "a<a");
        assertThat(
                        StatementTypes.replaced(
                                "CREATE TABLE t (a inet6 COMMENT " + literal + ")",
                                t -> t.equals("inet6") ? "char(9)" : null))
                .isEqualTo("CREATE TABLE t (a char(9) COMMENT '')");
    }

    @Test
    void theTextForDebeziumUsesNamesOfItsOwn() {
        String text =
                alter("ALTER TABLE t CHANGE a b int FIRST, CHANGE b a int, ADD PRIMARY KEY (a)")
                        .alteration()
                        .apply(List.of("a", "b"))
                        .text();
        assertThat(text.replaceAll("\\s+", " ").trim())
                .isEqualTo(
                        "ALTER TABLE t MODIFY COLUMN `__dms_0` int , MODIFY COLUMN `__dms_1` int,"
                                + " ADD PRIMARY KEY ( `__dms_1` )");
    }

    private static String charset(String parts) {
        return alter("ALTER TABLE t " + parts)
                .charset()
                .map(charset -> charset.name() == null ? "not said" : charset.name())
                .orElse("the same");
    }

    @Test
    void theTablesCharacterSetIsRead() {
        assertThat(charset("DEFAULT CHARSET utf8mb4")).isEqualTo("utf8mb4");
        assertThat(charset("ADD w int, CHARACTER SET = 'latin1'")).isEqualTo("latin1");
        assertThat(charset("ENGINE=InnoDB DEFAULT CHARSET=latin2 COMMENT 'charset x', ADD w int"))
                .isEqualTo("latin2");
        assertThat(charset("collate utf8mb4_bin, add w text")).isEqualTo("utf8mb4");
        assertThat(charset("charset utf8mb4 collate uca1400_ai_ci")).isEqualTo("utf8mb4");
        assertThat(charset("CONVERT TO CHARACTER SET latin5 COLLATE latin5_bin"))
                .isEqualTo("latin5");
        assertThat(charset("CONVERT TO CHARACTER SET DEFAULT")).isEqualTo("not said");
        assertThat(charset("COLLATE uca1400_ai_ci")).isEqualTo("not said");
        assertThat(charset("ADD w text CHARACTER SET latin1, MODIFY x text COLLATE latin1_bin"))
                .isEqualTo("the same");
    }

    private static String types(String definitions) {
        return StatementTypes.replaced("ALTER TABLE t ADD (" + definitions + ")", type -> null)
                .replaceFirst("^ALTER TABLE t ADD \\((.*)\\)$", "$1")
                .replaceAll("\\s+", " ")
                .trim();
    }

    @Test
    void typesAreCalledAsInTheCatalogue() {
        assertThat(types("a INT4(5) unsigned, b float8, `c` dec(3,1), d double precision not null"))
                .isEqualTo("a int(5) unsigned, b double, `c` decimal(3,1), d double not null");
        assertThat(
                        types(
                                "a long, b long varchar default 'x', c long varbinary, d LONG CHAR VARYING"))
                .isEqualTo("a mediumtext, b mediumtext default 'x', c mediumblob, d mediumtext");
        assertThat(
                        types(
                                "a national varchar(9) not null, b nchar, c national character varying(3)"))
                .isEqualTo(
                        "a varchar(9) CHARACTER SET utf8 not null, b char CHARACTER SET utf8,"
                                + " c varchar(3) CHARACTER SET utf8");
        assertThat(types("a character varying(9), b character(5), fixed int, int8 int1"))
                .isEqualTo("a varchar(9), b char(5), fixed int, int8 tinyint");
    }

    @Test
    void wordsForCharacterSetsAreWrittenOut() {
        assertThat(
                        types(
                                "a varchar(9) ascii, b text unicode not null, c char(5) byte, d text binary"))
                .isEqualTo(
                        "a varchar(9) CHARACTER SET latin1, b text CHARACTER SET ucs2 not null,"
                                + " c char(5) CHARACTER SET binary, d text");
        assertThat(types("a varchar(9) not null collate latin1_bin, b text collate uca1400_ai_ci"))
                .isEqualTo(
                        "a varchar(9) CHARACTER SET latin1 not null collate latin1_bin, b text"
                                + " collate uca1400_ai_ci");
        assertThat(types("a text compressed ascii, b varbinary(9) COMPRESSED=zlib, compressed int"))
                .isEqualTo("a text CHARACTER SET latin1, b varbinary(9) , compressed int");
        assertThat(types("a enum('x','y') collate utf8mb4_bin, b text character set latin1 binary"))
                .isEqualTo(
                        "a enum('x','y') CHARACTER SET utf8mb4 collate utf8mb4_bin, b text"
                                + " character set latin1");
        assertThat(types("ascii int, text binary(5), b binary(3), c int collate latin1_bin"))
                .isEqualTo("ascii int, text binary(5), b binary(3), c int collate latin1_bin");
    }

    @Test
    void optionsOfTheTableAreNoTypes() {
        String statement =
                "CREATE TABLE t (a int, KEY fixed (a)) ROW_FORMAT FIXED DEFAULT CHARACTER SET utf8"
                        + " COLLATE utf8_bin";
        assertThat(StatementTypes.replaced(statement, type -> null)).isEqualTo(statement);
    }

    @Test
    void databasesAndTheirCharacterSetsAreWrittenOut() {
        assertThat(read("alter database character set latin1").text())
                .isEqualTo("ALTER DATABASE `d` CHARACTER SET 'latin1'");
        assertThat(read("ALTER SCHEMA DEFAULT COLLATE = utf8mb4_bin").text())
                .isEqualTo("ALTER DATABASE `d` CHARACTER SET 'utf8mb4'");
        assertThat(read("ALTER DATABASE `o``x` charset utf8 collate utf8_bin").text())
                .isEqualTo("ALTER DATABASE `o``x` CHARACTER SET 'utf8'");
        assertThat(read("CREATE DATABASE IF NOT EXISTS charset COLLATE latin1_bin").text())
                .isEqualTo("CREATE DATABASE IF NOT EXISTS `charset` CHARACTER SET 'latin1'");
        assertThat(read("CREATE DATABASE e /* new */").text()).isEqualTo("CREATE DATABASE `e`");
        assertThat(read("ALTER DATABASE e READ ONLY = 1"))
                .isInstanceOfSatisfying(
                        Statement.Other.class, other -> assertThat(other.harmless()).isTrue());
    }
}
