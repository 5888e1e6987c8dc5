// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Column;
import java.math.BigInteger;
import java.util.BitSet;

/**
 * As {@link LoadColumn}, with values as the log gives them to Debezium: dates and times as texts,
 * bits as such.
 */
final class LoggedColumn {
    private static final String ZERO = "0000-00-00 00:00:00";

    private LoggedColumn() {}

    static LoadColumn of(Column column) {
        LoadColumn plain = LoadColumn.of(column);
        return switch (column.type().kind()) {
            case DATE -> new LoadColumn(plain.expression(), (row, i) -> row.getString(i));
            case DATETIME ->
                    new LoadColumn(plain.expression(), (row, i) -> dateTime(row.getString(i)));
            case DATETIME_TZ ->
                    new LoadColumn(plain.expression(), (row, i) -> instant(row.getString(i)));
            case STRING ->
                    column.type().declaredName().equals("bit")
                            ? new LoadColumn(plain.expression(), (row, i) -> bits(row.getString(i)))
                            : plain;
            default -> plain;
        };
    }

    /** The log leaves the fraction of a zero date out. */
    private static String dateTime(String text) {
        return text != null && isZero(text) ? ZERO : text;
    }

    /** The session's time zone is UTC. */
    private static String instant(String text) {
        if (text == null || isZero(text)) {
            return text == null ? null : ZERO;
        }
        return text.replace(' ', 'T') + "Z";
    }

    private static boolean isZero(String text) {
        return text.startsWith(ZERO) && text.chars().noneMatch(c -> c >= '1' && c <= '9');
    }

    private static BitSet bits(String number) {
        if (number == null) {
            return null;
        }
        BigInteger value = new BigInteger(number);
        BitSet bits = new BitSet(value.bitLength());
        for (int i = 0; i < value.bitLength(); i++) {
            bits.set(i, value.testBit(i));
        }
        return bits;
    }
}
