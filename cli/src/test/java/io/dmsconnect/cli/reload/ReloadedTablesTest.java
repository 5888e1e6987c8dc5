// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.cli.task.TaskException;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReloadedTablesTest {
    private static final List<TableId> SELECTED =
            List.of(
                    new TableId("shop", "Orders"),
                    new TableId("shop", "a.b"),
                    new TableId("x.y", "z"),
                    new TableId("x", "y.z"));

    @Test
    void tablesOfTheTask() {
        assertThat(ReloadedTables.named(List.of("shop.a.b", "shop.Orders", "shop.a.b"), SELECTED))
                .containsExactly(new TableId("shop", "a.b"), new TableId("shop", "Orders"));
    }

    @Test
    void allThatIsWrongIsSaid() {
        assertThatThrownBy(
                        () ->
                                ReloadedTables.named(
                                        List.of("shop.orders", "orders", "x.y.z", "shop.Orders"),
                                        SELECTED))
                .isInstanceOfSatisfying(
                        TaskException.class,
                        e ->
                                assertThat(e.problems())
                                        .satisfiesExactly(
                                                one ->
                                                        assertThat(one)
                                                                .startsWith("shop.orders: ")
                                                                .endsWith("there is shop.Orders"),
                                                two -> assertThat(two).contains("as schema.table"),
                                                three ->
                                                        assertThat(three)
                                                                .contains("several tables")));
    }

    @Test
    void theRequestNamesThemInTwoParts() {
        assertThat(ReloadedTables.request("7", List.of(new TableId("x", "y\"z"))))
                .isEqualTo(
                        "{\"id\":\"7\",\"tables\":[{\"SchemaName\":\"x\",\"TableName\":\"y\\\"z\"}]}");
    }
}
