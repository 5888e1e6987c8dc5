// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.demo;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Business as usual: a thread that keeps changing the shop with inserts, updates, deletes, changes
 * of keys, and transactions over several tables, some of which are rolled back.
 */
final class ShopWriter implements AutoCloseable {
    private static final long PAUSE_MILLIS = 4;

    private final Connection connection;
    private final Shop shop;
    private final Random random;
    private final AtomicLong transactions = new AtomicLong();
    private final Thread thread = new Thread(this::write, "shop-writer");
    private long nextOrder;
    private volatile boolean stopping;
    private volatile SQLException failure;

    /**
     * @param connection to the shop's database, for this writer only
     */
    ShopWriter(Connection connection, Shop shop, long seed) throws SQLException {
        this.connection = connection;
        this.shop = shop;
        this.random = new Random(seed);
        connection.setAutoCommit(false);
        try (PreparedStatement query = connection.prepareStatement("SELECT MAX(id) FROM orders");
                var rows = query.executeQuery()) {
            rows.next();
            nextOrder = rows.getLong(1) + 1;
        }
        connection.commit();
    }

    void start() {
        thread.start();
    }

    /** How many transactions there were until now. */
    long transactions() {
        return transactions.get();
    }

    /** Returns when the last transaction is over. */
    long stop() throws InterruptedException, SQLException {
        stopping = true;
        thread.join();
        if (failure != null) {
            throw failure;
        }
        return transactions.get();
    }

    private void write() {
        try {
            while (!stopping) {
                transaction();
                transactions.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (SQLException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void transaction() throws SQLException {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> order();
            case 3 -> removeOrder();
            case 4 -> view();
            case 5 -> customer();
            case 6 -> product();
            case 7 -> status();
            case 8 -> keys();
            default -> selects();
        }
        if (random.nextInt(20) == 0) {
            connection.rollback();
        } else {
            connection.commit();
        }
    }

    private void order() throws SQLException {
        long id = nextOrder++;
        run(
                "INSERT INTO orders VALUES (?, ?, 1, NOW(6), NULL, 0, ?)",
                id,
                1 + random.nextLong(shop.customers()),
                random.nextBoolean() ? null : "schnell, bitte 🚚");
        int lines = 1 + random.nextInt(5);
        for (int line = 1; line <= lines; line++) {
            run(
                    "INSERT INTO `order lines` VALUES (?, ?, ?, ?, ?, ?, NULL)",
                    id,
                    line,
                    sku(),
                    1 + random.nextInt(500),
                    "%d.%04d".formatted(random.nextInt(1000), random.nextInt(10_000)),
                    random.nextDouble());
        }
        run("UPDATE orders SET total = ?, status = 2 WHERE id = ?", random.nextInt(9999), id);
        run(
                "INSERT INTO payments VALUES (?, ?, ?, NOW(), ?)",
                uuid(),
                id,
                random.nextInt(9999),
                new byte[] {0, 1, (byte) random.nextInt(256)});
    }

    private void removeOrder() throws SQLException {
        long id = 1 + random.nextLong(nextOrder - 1);
        run("DELETE FROM payments WHERE order_id = ?", id);
        run("DELETE FROM `order lines` WHERE order_id = ?", id);
        run("DELETE FROM orders WHERE id = ?", id);
    }

    private void view() throws SQLException {
        for (int i = 0; i < 3; i++) {
            run(
                    "INSERT INTO page_views VALUES (NOW(3), ?, ?, ?)",
                    "/p/" + random.nextInt(100),
                    "v".repeat(random.nextInt(16)).getBytes(StandardCharsets.UTF_8),
                    random.nextInt(3) == 0 ? null : random.nextInt(2000));
        }
    }

    private void customer() throws SQLException {
        long id = 1 + random.nextLong(shop.customers());
        run(
                "UPDATE customers SET balance = balance - 0.01, flags = ?, interests = ?, name = ?,"
                        + " preferences = JSON_OBJECT('seen', NOW(6)) WHERE id = ?",
                random.nextInt(4096),
                random.nextInt(16),
                "名前 " + random.nextInt(1000),
                id);
        run("UPDATE addresses SET `last used` = NOW(3) WHERE customer_id = ?", id);
    }

    private void product() throws SQLException {
        run(
                "UPDATE products SET price = price + 0.0001, rating = ?, weight = ?,"
                        + " description = IF(description IS NULL, 'new', description) WHERE sku = ?",
                random.nextGaussian(),
                random.nextFloat(),
                sku());
        run("UPDATE stock SET quantity = quantity - 1, counted = NULL WHERE sku = ?", sku());
    }

    private void status() throws SQLException {
        long first = 1 + random.nextLong(nextOrder - 1);
        run(
                "UPDATE orders SET status = 3, shipped = CURRENT_DATE WHERE id BETWEEN ? AND ?",
                first,
                first + 9);
    }

    /** The key of a row changes, also into one that was free only a moment ago. */
    private void keys() throws SQLException {
        long order = 1 + random.nextLong(nextOrder - 1);
        run("UPDATE payments SET id = ? WHERE order_id = ?", uuid(), order);
        run("DELETE FROM `order lines` WHERE order_id = ? AND `line no` = 1", order);
        run("UPDATE `order lines` SET `line no` = 1 WHERE order_id = ? AND `line no` = 2", order);
        run(
                "UPDATE `order lines` SET `line no` = `line no` + 100"
                        + " WHERE order_id = ? AND `line no` BETWEEN 3 AND 9",
                order);
    }

    private void selects() throws SQLException {
        int id = random.nextInt(200);
        run("DELETE FROM `Select` WHERE `from` = ?", id);
        run(
                "INSERT INTO `Select` VALUES (?, ?, ?)",
                id,
                "w" + random.nextInt(),
                random.nextInt(30_000));
    }

    private String sku() {
        return "SKU-%06X".formatted(1 + random.nextLong(shop.products()));
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(10_000);
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            // it is lost: nothing to give back
        }
    }
}
