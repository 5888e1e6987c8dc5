// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.source.binlog.debezium.SecondaryObjectsContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import java.util.Map;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SecondaryObjectsTest extends SecondaryObjectsContract {
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
    void expressions() {
        run(
                "CREATE TABLE t (id int PRIMARY KEY, a int, `Name` varchar(90), s varchar(9))",
                "CREATE UNIQUE INDEX e ON t ((concat(lower(`Name`), 'it''s `s`')), a DESC)",
                "CREATE FULLTEXT INDEX words ON t (s) WITH PARSER ngram");
        Map<String, Index> indexes = indexes("t");
        Index index = indexes.get("e");
        assertThat(index.parts())
                .containsExactly(new Index.Part("", 0, false), new Index.Part("a", 0, true));
        assertThat(index.reads()).containsExactlyInAnyOrder("Name", "a");
        assertThat(index.definition()).startsWith("((concat(lower(`").endsWith(",`a` DESC)");
        assertThat(indexes.get("words").definition()).contains("WITH PARSER `ngram`");
        indexes.values().forEach(this::makeAgain);
        assertThat(indexes("t")).isEqualTo(indexes);
    }

    @Test
    void referenceSystems() {
        run("CREATE TABLE t (id int PRIMARY KEY, p point SRID 4326, q point)");
        assertThat(read("t").leftovers())
                .containsExactly(
                        new Leftover(
                                "reference system",
                                "p",
                                "SRIDs of columns are not carried over: 4326"));
    }

    @Test
    void anExpressionThatNobodySays() {
        run("CREATE TABLE t (id int PRIMARY KEY, a int, KEY e ((concat(a, '😀'))))");
        assertThat(indexes("t")).isEmpty();
        assertThat(read("t").leftovers()).extracting(Leftover::name).containsExactly("e");
    }
}
