// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

/** Which rows of a table are read, in the SQL of the engine that reads them. */
@FunctionalInterface
public interface RowCondition {
    RowCondition ALL = comparison -> "";

    /**
     * @return what stands behind WHERE; empty for all rows
     */
    String sql(SqlComparison comparison);

    /** With WHERE before it. */
    default String where(SqlComparison comparison) {
        String sql = sql(comparison);
        return sql.isEmpty() ? "" : " WHERE " + sql;
    }
}
