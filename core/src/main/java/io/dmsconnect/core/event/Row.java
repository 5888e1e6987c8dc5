// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

/**
 * The values of one row, in the order of its table's columns. A value that is {@code null} and a
 * value that is absent (an unchanged TOAST or LOB, a minimal row image) are different things: an
 * absent value is never written.
 */
public interface Row {
    /** Number of columns. */
    int size();

    /** The value in the Java class of the column's kind, or null. Meaningless where absent. */
    Object value(int column);

    /** False where the source did not send this column. */
    default boolean isPresent(int column) {
        return true;
    }

    /** True where every column is present. */
    default boolean isComplete() {
        for (int i = 0; i < size(); i++) {
            if (!isPresent(i)) {
                return false;
            }
        }
        return true;
    }
}
