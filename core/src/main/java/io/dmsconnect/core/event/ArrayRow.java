// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

import java.util.Arrays;

/** A {@link Row} over an array, which it does not copy. */
public final class ArrayRow implements Row {
    /** Stands for an absent value inside the array. */
    public static final Object ABSENT =
            new Object() {
                @Override
                public String toString() {
                    return "(absent)";
                }
            };

    private final Object[] values;

    public ArrayRow(Object... values) {
        this.values = values;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public Object value(int column) {
        return values[column];
    }

    @Override
    public boolean isPresent(int column) {
        return values[column] != ABSENT;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArrayRow row && Arrays.deepEquals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    /** The number of columns only: a row's values never reach a log. */
    @Override
    public String toString() {
        return "row of " + values.length + " columns";
    }
}
