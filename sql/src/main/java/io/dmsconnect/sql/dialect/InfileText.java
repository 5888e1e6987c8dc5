// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;

/** A value as LOAD DATA reads it, and how its column takes it. */
public final class InfileText {
    private InfileText() {}

    /**
     * How a column is written in SET: what LOAD DATA reads into @v goes through this; null for as
     * is.
     */
    public static String conversion(Column column, String variable) {
        DataType type = column.type();
        if (MySqlFamilyDialect.isBit(type) || isOneBit(type)) {
            // a BIT takes the bits of the text's characters
            return "CAST(CONV(" + variable + ", 2, 10) AS UNSIGNED)";
        }
        if (type.isMySqlFamily() && type.declaredName().equals("year")) {
            // the text '0' is the year 2000, the number 0 is the year 0000
            return "CAST(" + variable + " AS UNSIGNED)";
        }
        return switch (type.kind()) {
            case BYTES, BLOB -> "UNHEX(" + variable + ")";
            default -> null;
        };
    }

    private static boolean isOneBit(DataType type) {
        return type.kind() == DataType.Kind.BOOLEAN
                && type.isMySqlFamily()
                && type.declaredName().equals("bit");
    }

    /** Unescaped text of a value that is not null. */
    public static String of(Column column, Object value) {
        return MySqlBinder.text(column, value);
    }
}
