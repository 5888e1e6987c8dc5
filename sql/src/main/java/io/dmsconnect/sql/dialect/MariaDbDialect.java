// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.DataType;

/** MariaDB 10.6 and newer. */
public final class MariaDbDialect extends MySqlFamilyDialect {
    @Override
    public String name() {
        return "MariaDB";
    }

    @Override
    public boolean accepts(String jdbcUrl, String product) {
        return product.equalsIgnoreCase("MariaDB");
    }

    @Override
    String binaryCollation() {
        return "utf8mb4_nopad_bin";
    }

    @Override
    boolean hasLongUniqueIndexes() {
        return true;
    }

    @Override
    String nativeType(DataType type) {
        return switch (type.declaredName()) {
            // MariaDB's refuses some that PostgreSQL's takes (version 8 of a variant that is not
            // the RFC's)
            case "uuid" -> type.isMySqlFamily() ? "uuid" : "char(36)";
            // JSON is LONGTEXT with a check, which PostgreSQL's may not pass (32 levels at most)
            case "json" -> type.isMySqlFamily() ? "json" : null;
            default -> null;
        };
    }
}
