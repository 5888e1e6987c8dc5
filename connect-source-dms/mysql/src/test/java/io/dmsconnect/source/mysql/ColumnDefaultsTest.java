// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.source.binlog.debezium.ColumnDefaultsContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ColumnDefaultsTest extends ColumnDefaultsContract {
    @BeforeAll
    static void canRun() {
        NeedsMySql.check();
    }

    @Override
    protected DatabaseServer server() {
        return MySqlServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MySqlSourceTask();
    }

    @Override
    protected SourceEngine engine(ConnectionInfo info) {
        return new MySqlEngine(info);
    }

    @Override
    protected String family() {
        return "mysql";
    }

    @Test
    void calls() {
        compare(
                column("varchar(40) DEFAULT (uuid())", "UUID"),
                column("date DEFAULT (curdate())", "NOW"),
                column("datetime DEFAULT (now())", "NOW"),
                column("time DEFAULT (curtime())", "NOW"),
                column("varchar(40) DEFAULT (now())", "EXPRESSION", "now()"),
                column("text DEFAULT ('it''s')", "LITERAL", "it's"),
                column(
                        "text DEFAULT (concat('(a', 'it''s'))",
                        "EXPRESSION",
                        "concat(_utf8mb4'(a',_utf8mb4'it\\'s')"),
                column("varchar(9) DEFAULT '😀?\\\\'", "LITERAL", "😀?\\"),
                column("varchar(9) DEFAULT ('é€')", "LITERAL", "é€"),
                column("json DEFAULT ('{}')", "LITERAL", "{}"),
                column("json DEFAULT (json_array())", "EXPRESSION", "json_array()"),
                column("varbinary(9) DEFAULT 'a'", "LITERAL", "0x61"));
    }

    @Test
    void charactersThatNobodySays() {
        run("CREATE TABLE t (a varchar(9) DEFAULT ('😀'), b text DEFAULT (concat('?', 'a')))");
        assertThat(read("t").defaults()).isEmpty();
        assertThat(read("t").leftovers())
                .extracting(Leftover::kind, Leftover::name)
                .containsExactly(tuple("default", "a"), tuple("default", "b"));
    }
}
