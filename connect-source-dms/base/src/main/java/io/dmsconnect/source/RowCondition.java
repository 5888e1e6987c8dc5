// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.mapping.FilterSyntax;
import io.dmsconnect.core.mapping.TablePlan;

/** Which rows of a table are read, in the SQL of the engine that reads them. */
@FunctionalInterface
public interface RowCondition {
    RowCondition ALL = syntax -> "";

    /** Those the plan's filter takes. */
    static RowCondition of(TablePlan plan) {
        return plan.filter().<RowCondition>map(filter -> filter::sql).orElse(ALL);
    }

    /**
     * @return what stands behind WHERE; empty for all rows
     */
    String sql(FilterSyntax syntax);

    /** With WHERE before it. */
    default String where(FilterSyntax syntax) {
        String sql = sql(syntax);
        return sql.isEmpty() ? "" : " WHERE " + sql;
    }

    /** Both, with WHERE before them; the other one is SQL, and empty for all rows. */
    default String whereAlso(FilterSyntax syntax, String other) {
        String sql = sql(syntax);
        if (other.isEmpty()) {
            return where(syntax);
        }
        return " WHERE (" + other + ")" + (sql.isEmpty() ? "" : " AND (" + sql + ")");
    }
}
