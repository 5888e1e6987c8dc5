// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.Column;

/** An engine's SQL for the conditions of a {@link RowFilter}. */
public interface FilterSyntax {
    /** The column's name, quoted. */
    String name(Column column);

    /**
     * A condition that takes the rows {@link RowFilter#test} takes; null takes none.
     *
     * @param constant in the Java class of the column's kind, or a {@link
     *     io.dmsconnect.core.schema.SpecialValue}; for numbers a {@link java.math.BigDecimal}, for
     *     reals a {@link Double}
     */
    String compare(Column column, Comparison comparison, Object constant);

    /** A text column against a pattern of {@code %} and {@code _}, case-sensitive. */
    String like(Column column, String pattern);
}
