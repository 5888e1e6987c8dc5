// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.mapping.action.Mask;
import io.dmsconnect.core.mapping.expression.Expression;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.ValueConversion;
import java.util.List;

/**
 * A column of the target and where its values come from.
 *
 * @param column in the target's name and type
 * @param origin what its values are made of
 * @param steps what happens to them, first to last
 * @param addedBy the rule that adds it; empty for a column of the source's table
 */
record PlannedColumn(Column column, Origin origin, List<Step> steps, String addedBy) {
    PlannedColumn {
        steps = List.copyOf(steps);
    }

    PlannedColumn(Column column, Origin origin, List<Step> steps) {
        this(column, origin, steps, "");
    }

    /** Where values come from. */
    sealed interface Origin {}

    /** A column of the source. */
    record OfColumn(int source) implements Origin {}

    /** An expression over the source's row. */
    record OfExpression(String ruleId, Expression expression) implements Origin {}

    /**
     * What an update has overwritten in a column of the source.
     *
     * @param key a key that an update does not mention is what it was
     */
    record OfBefore(int source, boolean key) implements Origin {}

    /** Nothing: null. */
    record Void() implements Origin {}

    /** One thing that is done to a value. */
    sealed interface Step {
        String ruleId();

        Object apply(Object value);
    }

    record Convert(String ruleId, DataType to) implements Step {
        @Override
        public Object apply(Object value) {
            return ValueConversion.convert(value, to);
        }
    }

    /**
     * @param type of the values before
     */
    record Hide(String ruleId, Mask mask, DataType type) implements Step {
        @Override
        public Object apply(Object value) {
            return mask.mask(value, type);
        }
    }

    /**
     * @param bytes of a large object that stay
     * @param told is run for each value that gets shorter
     */
    record Cut(long bytes, Runnable told) implements Step {
        @Override
        public String ruleId() {
            return "";
        }

        @Override
        public Object apply(Object value) {
            return LobCut.cut(value, bytes);
        }
    }

    /** Are its values made unreadable? */
    boolean isMasked() {
        return steps.stream().anyMatch(Hide.class::isInstance);
    }

    /** The source's column whose values are copied as they are; -1 for none. */
    int copied() {
        return steps.isEmpty() && origin instanceof OfColumn of ? of.source() : -1;
    }
}
