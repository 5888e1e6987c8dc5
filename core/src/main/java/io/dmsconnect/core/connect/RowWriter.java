// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

/**
 * Takes rows without an object for each value: for each column in order one of the methods that
 * add, then {@link #endRow}.
 */
public interface RowWriter {
    void addNull();

    void addFlag(boolean value);

    /**
     * @param value an integer; days since 1970 of a DATE; microseconds of the day of a TIME, since
     *     1970 of a DATETIME (in no zone) and a DATETIME_TZ (in UTC)
     */
    void addNumber(long value);

    void addReal4(float value);

    void addReal8(double value);

    /** A text's UTF-8, the digits of a NUMERIC or UINT8, or bytes. */
    void addBytes(byte[] from, int offset, int length);

    /** A date or time that has no number. */
    void addSpecial(String text);

    /** A value in the Java class of its column's kind. */
    void addValue(int column, Object value);

    void endRow();
}
