// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

/**
 * The rows of a load batch without an object for each value: a cursor over the bytes. Read each row
 * by {@link #nextRow}, then each of its columns, in order, by {@link #nextValue}; what it says
 * tells which of the other methods has the value. Not thread-safe.
 */
public interface RawRows {
    /** What a value is. */
    enum Form {
        NULL,

        /** {@link #number}: 0 or 1. */
        FLAG,

        /**
         * {@link #number}: an integer; days since 1970 of a DATE; microseconds of the day of a
         * TIME, since 1970 of a DATETIME (in no zone) and a DATETIME_TZ (in UTC).
         */
        NUMBER,

        /** {@link #real}, of a float without loss. */
        REAL,

        /** UTF-8 in {@link #array}: a text, or a number of any size in digits. */
        TEXT,

        /** In {@link #array}. */
        BYTES,

        /** UTF-8 in {@link #array}: a value that has no number, such as a date that is infinite. */
        SPECIAL
    }

    boolean nextRow();

    Form nextValue();

    long number();

    double real();

    /** Holds the value from {@link #offset}, {@link #length} bytes; not to be changed or kept. */
    byte[] array();

    int offset();

    int length();
}
