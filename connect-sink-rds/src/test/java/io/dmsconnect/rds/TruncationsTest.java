// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static io.dmsconnect.rds.SinkBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that others refer to by foreign keys are truncated at the source, all at once. */
class TruncationsTest {
    private static final DataType INT8 = DataType.of(Kind.INT8);

    private static Table parents(SinkBench bench) {
        return Lanes.table(bench.schema, "parents", List.of("id"), Lanes.column("id", INT8));
    }

    private static Table children(SinkBench bench) {
        return Lanes.table(
                bench.schema,
                "children",
                List.of("id"),
                Lanes.column("id", INT8),
                Lanes.column("p", INT8));
    }

    private static void load(SinkBench bench, String onDelete) {
        bench.lanes.load(parents(bench), 1, "", row(1L), row(2L));
        bench.lanes.load(children(bench), 1, "", row(1L, 1L), row(2L, 2L));
        bench.sink().drainAll();
        bench.execute(
                children(bench),
                "ALTER TABLE %s ADD CONSTRAINT to_parents FOREIGN KEY (p) REFERENCES "
                        + bench.name(parents(bench))
                        + " (id) ON DELETE "
                        + onDelete);
    }

    /** TRUNCATE parents, children; and new rows. The children's come first, by another task. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void parentsAndChildrenInAnyOrder(TestTarget target) {
        for (String onDelete : List.of("NO ACTION", "CASCADE", "SET NULL")) {
            for (boolean childrenFirst : new boolean[] {true, false}) {
                try (SinkBench bench = new SinkBench(target)) {
                    load(bench, onDelete);
                    bench.lanes.truncate(parents(bench));
                    bench.lanes.truncate(children(bench));
                    bench.lanes.insert(parents(bench), 3L);
                    bench.lanes.insert(children(bench), 3L, 3L);
                    Set<TopicPartition> children = of(bench, children(bench));
                    Set<TopicPartition> parents = of(bench, parents(bench));
                    bench.sink(childrenFirst ? children : parents).drainAll();
                    bench.sink(childrenFirst ? parents : children).drainAll();
                    assertThat(bench.query(parents(bench), "SELECT * FROM %s"))
                            .containsExactly(texts(3));
                    assertThat(bench.query(children(bench), "SELECT * FROM %s"))
                            .containsExactly(texts(3, 3));
                }
            }
        }
    }

    /** MySQL, MariaDB: SET foreign_key_checks = 0; TRUNCATE TABLE parents. */
    @ParameterizedTest
    @MethodSource("io.dmsconnect.rds.TestTarget#all")
    void parentsWhoseChildrenStay(TestTarget target) {
        for (String onDelete : List.of("NO ACTION", "CASCADE", "SET NULL")) {
            try (SinkBench bench = new SinkBench(target)) {
                load(bench, onDelete);
                bench.lanes.truncate(parents(bench));
                bench.lanes.insert(parents(bench), 3L);
                bench.lanes.update(children(bench), 2L, 3L);
                bench.sink().drainAll();
                assertThat(bench.query(parents(bench), "SELECT * FROM %s"))
                        .containsExactly(texts(3));
                assertThat(bench.query(children(bench), "SELECT * FROM %s ORDER BY id"))
                        .containsExactly(texts(1, 1), texts(2, 3));
            }
        }
    }

    private static Set<TopicPartition> of(SinkBench bench, Table table) {
        return Set.of(new TopicPartition(bench.lanes.changeTopic(table), 0));
    }

    /** The target's own key would take the children along in a session that checks keys. */
    @Test
    void aUserWhoMayNotSwitchForeignKeysOff() {
        try (SinkBench bench = new SinkBench(TestTarget.POSTGRESQL)) {
            load(bench, "CASCADE");
            String user = "plain_" + bench.schema;
            bench.target.server().execute("CREATE ROLE " + user + " LOGIN PASSWORD 'p'");
            bench.target
                    .server()
                    .execute(
                            "GRANT ALL ON SCHEMA public, %1$s TO %2$s; GRANT ALL ON ALL TABLES IN SCHEMA public, %1$s TO %2$s"
                                    .formatted(bench.schema, user));
            bench.config.put("connection.username", user);
            bench.config.put("connection.password", "p");
            bench.lanes.truncate(parents(bench));
            SinkHarness sink = bench.sink();
            assertThatThrownBy(sink::drainAll)
                    .hasMessageContaining(bench.schema + ".parents")
                    .hasMessageContaining("session_replication_role");
            assertThat(bench.count(parents(bench))).isEqualTo(2);
            assertThat(bench.count(children(bench))).isEqualTo(2);
        }
    }
}
