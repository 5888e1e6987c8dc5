// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.DataType;
import java.util.Locale;

/** Types as rules spell them. */
final class Types {
    private Types() {}

    static boolean isLob(DataType type) {
        return switch (type.kind()) {
            case CLOB, NCLOB, BLOB -> true;
            default -> false;
        };
    }

    static String text(DataType type) {
        String name = type.kind().name().toLowerCase(Locale.ROOT);
        return switch (type.kind()) {
            case STRING, WSTRING, BYTES ->
                    type.length() > 0 ? name + "(" + type.length() + ")" : name;
            case NUMERIC ->
                    type.precision() > 0
                            ? name + "(" + type.precision() + "," + type.scale() + ")"
                            : name;
            case TIME, DATETIME, DATETIME_TZ ->
                    type.scale() >= 0 ? name + "(" + type.scale() + ")" : name;
            default -> name;
        };
    }
}
