// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Table table(String... columns) {
        return new Table(
                new TableId("s", "t"),
                Arrays.stream(columns)
                        .map(name -> new Column(name, DataType.of(DataType.Kind.INT4), true))
                        .toList(),
                List.of());
    }

    @Test
    void anAddedColumnIsAdded() {
        assertThat(table("a").changesTo(table("a", "b")))
                .containsExactly(
                        new SchemaChange.AddColumn(
                                new Column("b", DataType.of(DataType.Kind.INT4), true)));
    }

    @Test
    void aDroppedColumnIsDropped() {
        assertThat(table("a", "b").changesTo(table("b")))
                .containsExactly(new SchemaChange.DropColumn("a"));
    }

    @Test
    void withoutIdsNothingTellsARenameFromADropAndAnAdd() {
        assertThatThrownBy(() -> table("a", "b", "c").changesTo(table("a", "x", "c")))
                .isInstanceOf(AmbiguousShapeException.class)
                .hasMessageContaining("'b' are gone and 'x' have come")
                .hasMessageContaining("s.t");
    }

    @Test
    void aKeyNamesColumnsOfTheTable() {
        assertThatThrownBy(
                        () -> new Table(new TableId("s", "t"), table("a").columns(), List.of("b")))
                .hasMessageContaining("s.t")
                .hasMessageContaining("'b'");
    }
}
