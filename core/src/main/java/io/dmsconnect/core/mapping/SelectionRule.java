// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.TableId;
import java.math.BigInteger;
import java.util.List;

/**
 * @param loadOrder higher loads first; null for none
 * @param filters all of them have to take a row; empty for all rows
 */
record SelectionRule(
        BigInteger id,
        Kind kind,
        Wildcard schema,
        Wildcard table,
        TableType tableType,
        Long loadOrder,
        List<FilterRule> filters) {
    enum Kind {
        INCLUDE,
        EXCLUDE,
        EXPLICIT
    }

    /** Member {@code table-type}. */
    enum TableType {
        TABLE,
        VIEW,
        ALL;

        boolean has(boolean view) {
            return this == ALL || (this == VIEW) == view;
        }
    }

    SelectionRule {
        filters = List.copyOf(filters);
    }

    SelectionRule withoutFilters() {
        return new SelectionRule(id, kind, schema, table, tableType, loadOrder, List.of());
    }

    boolean matches(TableId id) {
        return schema.matches(id.schema()) && table.matches(id.name());
    }

    boolean matches(TableId id, boolean view) {
        return tableType.has(view) && matches(id);
    }
}
