// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.DataType;
import java.util.Optional;

/** MySQL 8, Aurora MySQL. */
public final class MySqlDialect extends MySqlFamilyDialect {
    /**
     * Bytes of a value from which on INSERT is faster than LOAD DATA. Measured with 1, 2, 5, 10 and
     * 20 MB: a text 33, 72, 350, 1100, 4200 ms against 32, 32, 80, 170, 400 ms, bytes 66, 240,
     * 1400, 9300, 71000 ms against 41, 51, 230, 230, 1700 ms; below, both take the same.
     */
    private static final long INSERT_FROM = 1 << 20;

    private final boolean hasBinaryWithoutPadding;

    /** Any version. */
    public MySqlDialect() {
        this("8.0.0");
    }

    private MySqlDialect(String version) {
        String[] parts = version.split("[^0-9]+");
        long number = 0;
        for (int i = 0; i < 3; i++) {
            number = number * 1000 + (i < parts.length ? Long.parseLong(parts[i]) : 0);
        }
        this.hasBinaryWithoutPadding = number >= 8_000_017;
    }

    @Override
    public Dialect ofVersion(String version) {
        return version.matches("\\d.*") ? new MySqlDialect(version) : this;
    }

    @Override
    public String name() {
        return "MySQL";
    }

    @Override
    public boolean accepts(String jdbcUrl, String product) {
        return product.equalsIgnoreCase("MySQL");
    }

    /**
     * Of MySQL's binary collations only that of 8.0.17 does not pad. Before it, the one that tells
     * cases, accents and blanks apart takes keys for equal that differ in characters without a
     * weight only, such as U+200B; a second one of them is refused.
     */
    @Override
    String binaryCollation() {
        return hasBinaryWithoutPadding ? "utf8mb4_0900_bin" : "utf8mb4_0900_as_cs";
    }

    /**
     * LOAD DATA reads a field into a buffer that grows by 4 KB at a time, and copies it each time:
     * minutes for a field of 20 MB. A stream has no character set: JSON columns refuse it, and a
     * text column of another character set would take its bytes for its own.
     */
    @Override
    public Optional<StreamedInsert> streamedInsert() {
        return Optional.of(
                new StreamedInsert(
                        INSERT_FROM, "SELECT @@max_allowed_packet", "CONVERT(? USING utf8mb4)"));
    }

    @Override
    boolean hasLongUniqueIndexes() {
        return false;
    }

    @Override
    String nativeType(DataType type) {
        return switch (type.declaredName()) {
            case "uuid" -> "char(36)";
            case "inet6" -> "varchar(39)";
            case "inet4" -> "varchar(15)";
            // text that MySQL's JSON would write differently stays text
            case "json" -> type.engine().equals("mysql") ? "json" : "longtext" + binary();
            default -> null;
        };
    }
}
