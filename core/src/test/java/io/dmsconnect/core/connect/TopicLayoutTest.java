// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicLayoutTest {
    private final TopicLayout layout = new TopicLayout("p");

    @Test
    void plainNamesStayPlain() {
        assertThat(layout.changes(new TableId("shop", "Order_items-2")))
                .isEqualTo("p.shop.Order_items-2");
        assertThat(layout.load(new TableId("shop", "orders"))).isEqualTo("p.shop.orders.load");
    }

    @Test
    void noTwoTablesShareATopic() {
        List<TableId> tables =
                List.of(
                        new TableId("a.b", "c"),
                        new TableId("a", "b.c"),
                        new TableId("a", "b c"),
                        new TableId("a", "b_c"),
                        new TableId("a", "b_u20_c"),
                        new TableId("a", "b\"c"),
                        new TableId("a", "🐘"),
                        new TableId("a", "ü"),
                        new TableId("a", "_u"),
                        new TableId("a", "x".repeat(300)),
                        new TableId("a", "x".repeat(301)));
        assertThat(tables.stream().map(layout::changes).collect(Collectors.toSet()))
                .hasSize(tables.size())
                .allMatch(topic -> topic.matches("[a-zA-Z0-9._-]{1,244}"));
    }
}
