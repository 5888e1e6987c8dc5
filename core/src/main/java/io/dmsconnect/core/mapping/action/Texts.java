// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;

/** What masks of texts have in common. */
final class Texts {
    private Texts() {}

    static boolean isText(DataType type) {
        return switch (type.kind()) {
            case STRING, WSTRING, CLOB, NCLOB -> true;
            default -> false;
        };
    }

    /** Without the source's own declaration, which masked texts may not satisfy (uuid, enum). */
    static DataType plain(DataType type) {
        return DataType.string(type.kind(), type.length());
    }

    static DataType hashed(DataType type) {
        boolean wide = type.kind() == Kind.WSTRING || type.kind() == Kind.NCLOB;
        return DataType.string(wide ? Kind.WSTRING : Kind.STRING, Math.max(64, type.length()));
    }

    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new MaskException("the value is no text and cannot be masked");
    }
}
