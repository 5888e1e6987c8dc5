// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.TableId;
import org.junit.jupiter.api.Test;

class DroppedTablesTest {
    private static LogCoordinates at(long offset) {
        return new LogCoordinates("bin.000002", offset);
    }

    @Test
    void changesBetweenAStatementAndTheNextLoadAreVoid() {
        for (TableId table :
                new TableId[] {
                    new TableId("d", "t"), new TableId("d\".\"", "\"t"), new TableId("d.x", "\".\"")
                }) {
            DroppedTables dropped = new DroppedTables();
            dropped.add(DroppedTables.anew(table, "TRUNCATE PARTITION", at(100)));
            dropped.add(
                    """
                    {"position": {"file": "bin.000002", "pos": 200}, "tableChanges":
                      [{"type": "DROP", "id": "\\"d\\".\\"other\\""}]}
                    """);
            assertThat(dropped.count(table)).isEqualTo(1);
            assertThat(dropped.count(new TableId("d", "other"))).isEqualTo(1);
            assertThat(dropped.isPast(table, 1, at(99))).isFalse();
            assertThat(dropped.isPast(table, 1, at(101))).isTrue();
            assertThat(dropped.isPast(table, 2, at(101))).isFalse();
            assertThat(dropped.isPast(table, 0, at(101))).isTrue();
        }
    }
}
