// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.schema.Column;

/**
 * Compares columns with constants in an engine's SQL as Java compares the values that the load
 * reads: texts by code points with all their blanks, numbers by value, reals as doubles, dates and
 * times in their order with zero dates first and infinities at the ends. Null is neither less,
 * equal nor more.
 */
public interface SqlComparison {

    /** The operators of {@link #compare}. */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        MORE(">"),
        MORE_OR_EQUAL(">=");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }
    }

    /** The column's name, quoted. */
    String name(Column column);

    /**
     * A condition that is true, false or null for each row.
     *
     * @param constant in the Java class of the column's kind, or a {@link
     *     io.dmsconnect.core.schema.SpecialValue}; for numbers of any kind also a {@link
     *     java.math.BigDecimal}, for reals a {@link Double}
     */
    String compare(Column column, Operator operator, Object constant);
}
