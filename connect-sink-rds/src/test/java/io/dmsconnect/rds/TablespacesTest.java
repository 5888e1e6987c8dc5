// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static io.dmsconnect.rds.SinkBench.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** PostgreSQL has tablespaces. */
class TablespacesTest {
    private static Table items(SinkBench bench) {
        return Lanes.table(
                bench.schema,
                "items",
                List.of("id"),
                Lanes.column("id", DataType.of(Kind.INT8)),
                Lanes.column("v", DataType.of(Kind.NCLOB)));
    }

    @Test
    void aTableAndItsIndexAreKeptWhereTheRulesSay() {
        try (SinkBench bench = new SinkBench(TestTarget.POSTGRESQL)) {
            String ofTable = "Ts " + bench.schema;
            String ofIndex = "Ix \"" + bench.schema;
            for (String name : List.of(ofTable, ofIndex)) {
                // without a folder of its own
                bench.target
                        .server()
                        .execute(
                                "SET allow_in_place_tablespaces = on",
                                "CREATE TABLESPACE \"%s\" LOCATION ''"
                                        .formatted(name.replace("\"", "\"\"")));
            }
            Table items = items(bench).kept(new Storage(ofTable, ofIndex, ""));
            bench.lanes.load(items, 1, "", row(1L, "one"));
            bench.sink().drainAll();
            assertThat(
                            bench.query(
                                    items,
                                    """
                                    SELECT c.relkind, t.spcname FROM pg_class c
                                    JOIN pg_tablespace t ON t.oid = c.reltablespace
                                    WHERE c.oid = '%s'::regclass OR c.relname = 'items_pkey'
                                      AND c.relnamespace = '"""
                                            + bench.schema
                                            + "'::regnamespace ORDER BY 1"))
                    .containsExactly(List.of("i", ofIndex), List.of("r", ofTable));
            bench.execute(items, "DROP TABLE %s");
            for (String name : List.of(ofTable, ofIndex)) {
                bench.target
                        .server()
                        .execute("DROP TABLESPACE \"%s\"".formatted(name.replace("\"", "\"\"")));
            }
        }
    }

    @Test
    void aTablespaceThatIsNotThereIsNamedAndTheFormerTableStays() {
        try (SinkBench bench = new SinkBench(TestTarget.POSTGRESQL)) {
            Table items = items(bench);
            bench.lanes.load(items, 1, "", row(1L, "one"));
            bench.sink().drainAll();
            bench.lanes.load(items.kept(new Storage("nowhere", "", "")), 2, "", row(2L, "two"));
            assertThatThrownBy(() -> bench.sink().drainAll())
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("nowhere");
            assertThat(bench.query(items, "SELECT id FROM %s")).containsExactly(List.of("1"));
        }
    }
}
