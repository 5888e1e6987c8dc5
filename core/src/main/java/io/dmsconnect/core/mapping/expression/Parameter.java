// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;

/** What stands behind a parameter of the SQL. */
sealed interface Parameter {
    record Constant(String text) implements Parameter {}

    record OfColumn(int index, Column column) implements Parameter {}

    /** A column's hash, which is made outside of SQLite. */
    record OfHash(OfColumn of) implements Parameter {
        /** Those of which SQLite would see the very text or bytes. */
        static boolean takes(DataType.Kind kind) {
            return switch (kind) {
                case STRING, WSTRING, CLOB, NCLOB, BYTES, BLOB -> true;
                default -> false;
            };
        }
    }

    record OfHeader(HeaderVariable variable) implements Parameter {}
}
