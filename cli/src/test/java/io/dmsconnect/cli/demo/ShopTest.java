// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.MariaDbServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShopTest {
    private static final long LINES = 400;

    /**
     * Everything a reader of the demonstration is told about the shop, and that it can be kept
     * busy.
     */
    @Test
    void isBuiltAndKeptBusy() throws Exception {
        MariaDbServer server = MariaDbServer.shared();
        Shop shop = new Shop(LINES);
        try (Connection connection = server.connect()) {
            shop.build(connection);
        }
        assertThat(Shop.TABLES).hasSizeGreaterThanOrEqualTo(6);
        assertThat(count(server, "`order lines`")).isEqualTo(LINES);
        assertThat(count(server, "`returns`")).isZero();
        for (String table : Shop.TABLES) {
            if (!table.equals("returns")) {
                assertThat(count(server, "`" + table + "`")).as(table).isBetween(1L, LINES);
            }
        }
        long transactions;
        try (ShopWriter writer = new ShopWriter(server.connect(Shop.DATABASE), shop, 1)) {
            writer.start();
            Eventually.holds(
                    Duration.ofMinutes(4),
                    () -> assertThat(writer.transactions()).isGreaterThan(200));
            transactions = writer.stop();
        }
        assertThat(transactions).isGreaterThan(20);
        assertThat(count(server, "orders")).isNotEqualTo(shop.orders());
        assertThat(
                        server.query(
                                "SELECT COUNT(*) FROM information_schema.table_constraints"
                                        + " WHERE table_schema = 'shop' AND table_name = 'page_views'"))
                .isEqualTo(List.of(List.of("0")));
    }

    private static long count(MariaDbServer server, String table) {
        return Long.parseLong(server.query("SELECT COUNT(*) FROM shop." + table).get(0).get(0));
    }
}
