// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The shop's tables and the rows they start with. The same number of rows gives the same shop. */
final class Shop {
    static final String DATABASE = "shop";

    /** All tables, the largest first. */
    static final List<String> TABLES =
            List.of(
                    "order lines",
                    "page_views",
                    "orders",
                    "payments",
                    "customers",
                    "addresses",
                    "stock",
                    "products",
                    "Select",
                    "returns");

    private static final String SCHEMA =
            """
            CREATE TABLE customers (
              id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
              email VARCHAR(190) NOT NULL UNIQUE,
              name VARCHAR(120) NOT NULL,
              born DATE,
              tier ENUM('basic', 'silver', 'gold', 'it''s special') NOT NULL,
              interests SET('books', 'music', 'tools', 'toys') NOT NULL,
              newsletter BIT(1) NOT NULL,
              flags BIT(12) NOT NULL,
              balance DECIMAL(14, 2) NOT NULL,
              preferences JSON,
              created_at TIMESTAMP(6) NOT NULL
            );
            CREATE TABLE addresses (
              id INT NOT NULL PRIMARY KEY,
              customer_id BIGINT UNSIGNED NOT NULL,
              street VARCHAR(200) NOT NULL,
              zip CHAR(10) NOT NULL,
              city VARCHAR(100),
              country CHAR(2) NOT NULL,
              `last used` DATETIME(3),
              FOREIGN KEY (customer_id) REFERENCES customers (id)
            );
            CREATE TABLE products (
              sku VARCHAR(40) NOT NULL PRIMARY KEY,
              title VARCHAR(200) NOT NULL,
              description MEDIUMTEXT,
              price DECIMAL(12, 4) NOT NULL,
              weight FLOAT,
              rating DOUBLE,
              picture MEDIUMBLOB,
              checksum BINARY(16) NOT NULL,
              released YEAR,
              active TINYINT(1) NOT NULL,
              ean BIGINT UNSIGNED NOT NULL,
              public_id UUID NOT NULL,
              `Größe "netto"` DECIMAL(38, 18)
            );
            CREATE TABLE stock (
              sku VARCHAR(40) NOT NULL,
              warehouse SMALLINT NOT NULL,
              quantity MEDIUMINT NOT NULL,
              counted TIME(3),
              PRIMARY KEY (sku, warehouse),
              FOREIGN KEY (sku) REFERENCES products (sku)
            );
            CREATE TABLE orders (
              id INT UNSIGNED NOT NULL PRIMARY KEY,
              customer_id BIGINT UNSIGNED NOT NULL,
              status ENUM('new', 'paid', 'sent', 'done') NOT NULL,
              ordered_at DATETIME(6) NOT NULL,
              shipped DATE,
              total DECIMAL(14, 2) NOT NULL,
              note TEXT,
              FOREIGN KEY (customer_id) REFERENCES customers (id)
            );
            CREATE TABLE `order lines` (
              order_id INT UNSIGNED NOT NULL,
              `line no` TINYINT UNSIGNED NOT NULL,
              sku VARCHAR(40) NOT NULL,
              quantity SMALLINT UNSIGNED NOT NULL,
              `unit price` DECIMAL(12, 4) NOT NULL,
              discount DOUBLE,
              gift_text VARCHAR(100),
              PRIMARY KEY (order_id, `line no`),
              FOREIGN KEY (order_id) REFERENCES orders (id),
              FOREIGN KEY (sku) REFERENCES products (sku)
            );
            CREATE TABLE payments (
              id CHAR(36) NOT NULL PRIMARY KEY,
              order_id INT UNSIGNED NOT NULL,
              amount DECIMAL(14, 2) NOT NULL,
              paid_at TIMESTAMP NULL,
              receipt VARBINARY(64),
              FOREIGN KEY (order_id) REFERENCES orders (id)
            );
            CREATE TABLE page_views (
              seen_at DATETIME(3) NOT NULL,
              path VARCHAR(300) NOT NULL,
              visitor VARBINARY(16),
              millis INT
            );
            CREATE TABLE `Select` (
              `from` INT NOT NULL PRIMARY KEY,
              `WHERE` VARCHAR(50),
              `a``b` SMALLINT
            );
            CREATE TABLE returns (
              id BIGINT NOT NULL PRIMARY KEY,
              order_id INT UNSIGNED NOT NULL,
              reason LONGTEXT
            );
            """;

    private final long lines;

    /**
     * @param lines rows of the largest table
     */
    Shop(long lines) {
        this.lines = lines;
    }

    long lines() {
        return lines;
    }

    long orders() {
        return lines / 4 + 1;
    }

    long customers() {
        return lines / 40 + 10;
    }

    long products() {
        return lines / 200 + 20;
    }

    /** Makes the shop where there is none, or only a part of one. */
    void build(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
            statement.execute("CREATE DATABASE %s CHARACTER SET utf8mb4".formatted(DATABASE));
            statement.execute("USE " + DATABASE);
            statement.execute("SET time_zone = '+00:00'");
            statement.execute("SET NAMES utf8mb4");
            for (String table : SCHEMA.split(";\n")) {
                if (!table.isBlank()) {
                    statement.execute(table);
                }
            }
            for (String insert : rows()) {
                statement.execute(insert);
            }
            statement.execute("ANALYZE TABLE " + tableList());
        }
    }

    private static String tableList() {
        return String.join(", ", TABLES.stream().map(table -> "`" + table + "`").toList());
    }

    private List<String> rows() {
        return List.of(
                """
                INSERT INTO customers SELECT seq, CONCAT('c', seq, '@example.com'),
                  CASE seq %% 5 WHEN 0 THEN CONCAT('Zoë 🦊 ', seq) WHEN 1 THEN CONCAT('O''Brien "', seq, '"')
                    ELSE CONCAT('Customer ', seq) END,
                  IF(seq %% 7 = 0, NULL, DATE_ADD('1930-01-01', INTERVAL seq * 13 %% 29000 DAY)),
                  1 + seq %% 4, seq %% 16, seq %% 2, seq %% 4096,
                  (seq * 7919 %% 1000000) / 100 - 500,
                  IF(seq %% 6 = 0, NULL, JSON_OBJECT('n', seq, 'tags', JSON_ARRAY('a', 'ä'), 'f', seq / 3)),
                  TIMESTAMPADD(MICROSECOND, seq * 123457, '2020-02-29 23:59:59.5')
                FROM seq_1_to_%d
                """
                        .formatted(customers()),
                """
                INSERT INTO addresses SELECT seq, 1 + seq %% %d, CONCAT(seq, ' Main St\\n2nd floor'),
                  LPAD(seq %% 99999, 5, '0'), IF(seq %% 9 = 0, NULL, '東京'), 'JP',
                  IF(seq %% 4 = 0, NULL, TIMESTAMPADD(SECOND, seq * 61, '2021-01-01 00:00:00.125'))
                FROM seq_1_to_%d
                """
                        .formatted(customers(), customers()),
                """
                INSERT INTO products SELECT CONCAT('SKU-', LPAD(HEX(seq), 6, '0')), CONCAT('Product ', seq),
                  IF(seq %% 8 = 0, NULL, REPEAT(CONCAT('Long text ', seq, ' — ü\\t'), seq * 31 %% 400)),
                  (seq * 104729 %% 100000000) / 10000, IF(seq %% 5 = 0, NULL, seq / 3), seq / 7,
                  IF(seq %% 3 = 0, NULL, UNHEX(REPEAT(MD5(seq), 1 + seq %% 200))), UNHEX(MD5(seq)),
                  IF(seq %% 10 = 0, NULL, 1990 + seq %% 60), seq %% 2,
                  18446744073709551615 - seq,
                  CONCAT(LPAD(HEX(seq), 8, '0'), '-0000-4000-8000-', LPAD(HEX(seq * 31), 12, '0')),
                  IF(seq %% 4 = 0, NULL, 12345678901234567890.123456789012345678 + seq)
                FROM seq_1_to_%d
                """
                        .formatted(products()),
                """
                INSERT INTO stock SELECT p.sku, w.seq, (w.seq * 37 + LENGTH(p.title)) %% 1000 - 10,
                  IF(w.seq %% 3 = 0, NULL, SEC_TO_TIME(w.seq * 7000.125))
                FROM products p CROSS JOIN seq_1_to_5 w
                """
                        .formatted(),
                """
                INSERT INTO orders SELECT seq, 1 + seq * 31 %% %d, 1 + seq %% 4,
                  TIMESTAMPADD(MICROSECOND, seq * 60000001, '2022-03-27 02:30:00'),
                  IF(seq %% 4 = 0, NULL, DATE_ADD('2022-03-28', INTERVAL seq / 1440 DAY)),
                  (seq * 6151 %% 1000000) / 100, IF(seq %% 10 = 0, CONCAT('Note ', seq, '\\r\\n'), NULL)
                FROM seq_1_to_%d
                """
                        .formatted(customers(), orders()),
                """
                INSERT INTO `order lines` SELECT 1 + (seq - 1) DIV 4, 1 + (seq - 1) %% 4,
                  CONCAT('SKU-', LPAD(HEX(1 + seq %% %d), 6, '0')), 1 + seq %% 9,
                  (seq * 104729 %% 1000000) / 10000, IF(seq %% 3 = 0, NULL, (seq %% 10) / 10),
                  IF(seq %% 50 = 0, CONCAT('🎁 for ', seq), NULL)
                FROM seq_1_to_%d
                """
                        .formatted(products(), lines),
                """
                INSERT INTO payments SELECT
                  CONCAT(LPAD(LOWER(HEX(seq)), 8, '0'), '-', LEFT(MD5(seq), 27)), seq,
                  (seq * 6151 %% 1000000) / 100,
                  IF(seq %% 20 = 0, NULL, TIMESTAMPADD(SECOND, seq * 61, '2022-03-27 02:45:00')),
                  IF(seq %% 3 = 0, NULL, UNHEX(SHA2(seq, 256)))
                FROM seq_1_to_%d
                """
                        .formatted(orders()),
                """
                INSERT INTO page_views SELECT TIMESTAMPADD(SECOND, seq DIV 3, '2023-06-01 00:00:00.001'),
                  CONCAT('/p/', seq %% 100, '?q=%%20'), IF(seq %% 4 = 0, NULL, UNHEX(LEFT(MD5(seq), 16))),
                  IF(seq %% 11 = 0, NULL, seq %% 2000)
                FROM seq_1_to_%d
                """
                        .formatted(lines / 4 + 1),
                "INSERT INTO `Select` SELECT seq, IF(seq % 2, 'x\\\\y', ''), -seq FROM seq_1_to_100");
    }
}
