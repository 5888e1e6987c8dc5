// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.Objects;

/**
 * A value that the Java class of its column's {@link DataType.Kind} cannot hold, kept as the text
 * the source writes: {@code infinity}, {@code -infinity}, {@code NaN}, {@code 0000-00-00 00:00:00},
 * {@code 24:00:00}, ... A target that has such a value writes it, any other refuses the row; it is
 * never replaced.
 */
public record SpecialValue(String text) {
    public SpecialValue {
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return text;
    }
}
