// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.DataType;

/** MySQL 8, Aurora MySQL. */
public final class MySqlDialect extends MySqlFamilyDialect {
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
