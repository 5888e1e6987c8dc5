// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.mapping.TablePlan;

/** The target's row of a change, each value made when somebody asks for it first. */
final class PlannedRow implements Row {
    private static final Object NOT_YET = new Object();

    /** Gives the value of a column of the target, or {@link ArrayRow#ABSENT}. */
    interface Maker {
        Object value(int column);
    }

    private final Maker maker;
    private final Object[] values;

    private PlannedRow(TablePlan plan, Maker maker) {
        this.maker = maker;
        this.values = new Object[plan.target().columns().size()];
        java.util.Arrays.fill(values, NOT_YET);
    }

    static Row ofNew(TablePlan plan, Row after, Row before, ChangeHeader header) {
        return new PlannedRow(plan, column -> plan.value(column, after, before, header));
    }

    static Row ofOld(TablePlan plan, Row before) {
        return new PlannedRow(plan, column -> plan.oldValue(column, before));
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public Object value(int column) {
        if (values[column] == NOT_YET) {
            values[column] = maker.value(column);
        }
        return values[column];
    }

    @Override
    public boolean isPresent(int column) {
        return value(column) != ArrayRow.ABSENT;
    }
}
