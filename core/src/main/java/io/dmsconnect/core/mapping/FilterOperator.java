// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.Arrays;
import java.util.Optional;

/** Member {@code filter-operator}: AWS's nine, and four more. */
enum FilterOperator {
    LTE("lte", Operands.VALUE, false),
    STE("ste", Operands.VALUE, false),
    GTE("gte", Operands.VALUE, false),
    EQ("eq", Operands.VALUE, false),
    NOTEQ("noteq", Operands.VALUE, true),
    BETWEEN("between", Operands.RANGE, false),
    NOTBETWEEN("notbetween", Operands.RANGE, true),
    NULL("null", Operands.NONE, false),
    NOTNULL("notnull", Operands.NONE, true),
    LT("lt", Operands.VALUE, false),
    GT("gt", Operands.VALUE, false),
    LIKE("like", Operands.VALUE, false),
    IN("in", Operands.VALUES, false);

    /** What stands beside the operator. */
    enum Operands {
        NONE,
        VALUE,
        RANGE,
        VALUES
    }

    private final String text;
    private final Operands operands;
    private final boolean negative;

    FilterOperator(String text, Operands operands, boolean negative) {
        this.text = text;
        this.operands = operands;
        this.negative = negative;
    }

    static Optional<FilterOperator> named(String text) {
        return Arrays.stream(values()).filter(value -> value.text.equals(text)).findFirst();
    }

    String text() {
        return text;
    }

    Operands operands() {
        return operands;
    }

    /** AWS has rules of its own for these beside {@code null}. */
    boolean isNegative() {
        return negative;
    }
}
