// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.explain;

import io.dmsconnect.core.schema.DataType;

/** DMS's name of a type with its sizes: {@code NUMERIC(10,2)}. */
final class TypeText {
    private TypeText() {}

    static String of(DataType type) {
        return switch (type.kind()) {
            case NUMERIC ->
                    type.precision() < 0
                            ? type.kind().name()
                            : type.kind() + "(" + type.precision() + "," + type.scale() + ")";
            case TIME, DATETIME, DATETIME_TZ -> sized(type, type.scale());
            default -> sized(type, type.length());
        };
    }

    private static String sized(DataType type, int size) {
        return size < 0 ? type.kind().name() : type.kind() + "(" + size + ")";
    }
}
