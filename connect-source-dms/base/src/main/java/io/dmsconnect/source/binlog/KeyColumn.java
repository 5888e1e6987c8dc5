// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType.Kind;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.Set;

/**
 * A column of a key that a table can be cut by: its values as text, and as SQL.
 *
 * @param alphabet of its texts, where they are texts and the table is cut by them; else null
 */
record KeyColumn(Column column, Alphabet alphabet) {
    private static final Set<String> TEXTS = Set.of("char", "varchar", "uuid");

    /** To find rows by, and not to cut by. */
    KeyColumn(Column column) {
        this(column, null);
    }

    /** Is the order of its values the index's, and can a value be made between two others? */
    static boolean isOrdered(Column column) {
        return switch (column.type().kind()) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8 ->
                    !column.type().declaredName().equals("year");
            case NUMERIC, DATE, DATETIME, DATETIME_TZ, BYTES -> true;
            case STRING, WSTRING -> TEXTS.contains(column.type().declaredName());
            case BOOLEAN, REAL4, REAL8, TIME, CLOB, NCLOB, BLOB -> false;
        };
    }

    String quoted() {
        return Sql.quote(column.name());
    }

    /** SQL that reads its value as text. */
    String text() {
        return column.type().kind() == Kind.BYTES
                ? "HEX(" + quoted() + ")"
                : "CAST(" + quoted() + " AS CHAR)";
    }

    String literal(String value) {
        return switch (column.type().kind()) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC -> value;
            case BYTES -> "x'" + value + "'";
            default -> "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
        };
    }

    /** Empty where there is nothing between them, as far as one can tell. */
    Optional<KeyRange> range(String first, String last) {
        try {
            return Optional.of(
                    switch (column.type().kind()) {
                        case BYTES -> KeyRange.ofHex(first, last);
                        case DATE -> KeyRange.ofDates(first, last);
                        case DATETIME, DATETIME_TZ -> KeyRange.ofDateTimes(first, last);
                        case STRING, WSTRING ->
                                column.type().declaredName().equals("uuid")
                                        ? KeyRange.ofUuids(first, last)
                                        : KeyRange.ofTexts(first, last, alphabet);
                        default -> KeyRange.ofNumbers(first, last);
                    });
        } catch (DateTimeException | NumberFormatException e) {
            // whatever cannot be counted
            return Optional.empty();
        }
    }
}
