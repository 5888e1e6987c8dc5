// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.binlog.statement.PlainStatement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a statement changes, of the tables d.t, d.u and o.t. */
class StatementTablesTest {
    private static final List<TableId> ALL =
            List.of(new TableId("d", "t"), new TableId("d", "u"), new TableId("o", "t"));

    private static String changed(String sql) {
        return changed(sql, false);
    }

    private static String changed(String sql, boolean ansiQuotes) {
        StatementTables tables =
                StatementTables.of(
                                PlainStatement.of(
                                        sql, new PlainStatement.Mode(false, ansiQuotes, false)),
                                "d")
                        .orElse(null);
        if (tables == null) {
            return "no rows";
        }
        if (tables.all()) {
            return tables.kind() + " any";
        }
        List<String> names = new ArrayList<>();
        for (TableId id : ALL) {
            if (tables.names().stream().anyMatch(name -> name.mayBe(id))) {
                names.add(id.toString());
            }
        }
        return tables.kind() + " " + String.join(" ", names);
    }

    @Test
    void oneTable() {
        assertThat(changed("insert into t values (1, 'u')")).isEqualTo("INSERT d.t");
        assertThat(changed("INSERT IGNORE o.t SELECT * FROM u")).isEqualTo("INSERT o.t");
        assertThat(changed("/* u */ REPLACE LOW_PRIORITY INTO `o`.`t` (u) VALUES (1)"))
                .isEqualTo("REPLACE o.t");
        assertThat(changed("UPDATE IGNORE T x SET u = 1 WHERE id IN (SELECT id FROM u)"))
                .isEqualTo("UPDATE d.t");
        assertThat(changed("delete quick from t where a = 'it''s' and b = \"u\" -- u\n"))
                .isEqualTo("DELETE d.t");
        assertThat(changed("LOAD DATA LOCAL INFILE '/tmp/u' IGNORE INTO TABLE `t` (`id`)"))
                .isEqualTo("LOAD d.t");
        assertThat(changed("SET STATEMENT max_statement_time=3 FOR UPDATE t SET a = 1"))
                .isEqualTo("UPDATE d.t");
        assertThat(changed("/*!50000 INSERT */ INTO t VALUES (1)")).isEqualTo("INSERT d.t");
        assertThat(changed("INSERT INTO other VALUES ('t')")).isEqualTo("INSERT ");
        assertThat(changed("INSERT INTO \"t\" VALUES (1)", true)).isEqualTo("INSERT d.t");
        assertThat(changed("DELETE HISTORY FROM t")).isEqualTo("DELETE ");
    }

    @Test
    void oneOfSeveral() {
        assertThat(changed("UPDATE u JOIN other ON u.id = other.id SET u.a = 1"))
                .isEqualTo("UPDATE d.u");
        assertThat(changed("UPDATE x, o.t SET x.a = t.a")).isEqualTo("UPDATE d.t o.t");
        assertThat(changed("DELETE a FROM u AS a JOIN other USING (id)")).isEqualTo("DELETE d.u");
        assertThat(changed("DELETE FROM a USING u AS a JOIN other")).isEqualTo("DELETE d.u");
        assertThat(changed("WITH c AS (SELECT 1) DELETE FROM u WHERE id IN (SELECT * FROM c)"))
                .isEqualTo("WITH d.u");
    }

    @Test
    void whateverAFunctionDoes() {
        assertThat(changed("SELECT `d`.`f`(1)")).isEqualTo("SELECT any");
        assertThat(changed("DO f()")).isEqualTo("DO any");
        assertThat(changed("CALL p()")).isEqualTo("CALL any");
    }

    @Test
    void statementsThatChangeNoRows() {
        assertThat(changed("ALTER TABLE t ADD COLUMN update_time int")).isEqualTo("no rows");
        assertThat(changed("CREATE TABLE t AS SELECT 1")).isEqualTo("no rows");
        assertThat(changed("")).isEqualTo("no rows");
        assertThat(changed("# INSERT INTO t")).isEqualTo("no rows");
    }

    @Test
    void aTextOfAnyLength() {
        String text = "it''s \\' ".repeat(200_000);
        assertThat(changed("INSERT INTO t VALUES ('" + text + "')")).isEqualTo("INSERT d.t");
    }
}
