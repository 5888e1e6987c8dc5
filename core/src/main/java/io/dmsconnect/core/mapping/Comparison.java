// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

/** How a filter's condition compares a column with a constant. */
public enum Comparison {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    MORE(">"),
    MORE_OR_EQUAL(">=");

    private final String sql;

    Comparison(String sql) {
        this.sql = sql;
    }

    public String sql() {
        return sql;
    }

    /**
     * @param order of the value to the constant, as {@link Comparable} has it
     */
    boolean holds(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case MORE -> order > 0;
            case MORE_OR_EQUAL -> order >= 0;
        };
    }
}
