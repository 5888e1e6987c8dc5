// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.DataType;

/** MySQL 8, Aurora MySQL. */
public final class MySqlDialect extends MySqlFamilyDialect {
    @Override
    public String name() {
        return "MySQL";
    }

    @Override
    public boolean accepts(String jdbcUrl, String product) {
        return product.equalsIgnoreCase("MySQL");
    }

    /**
     * Of MySQL's binary collations only that of 8.0.17 does not pad; this one all versions have.
     */
    @Override
    String binaryCollation() {
        return "utf8mb4_bin";
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
