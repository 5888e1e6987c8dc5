// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.List;

/**
 * A filter of a selection rule as it is written: what its constants mean depends on the column's
 * type, which only a table knows.
 *
 * @param conditions of which one has to hold
 */
record FilterRule(String column, List<Condition> conditions) {
    FilterRule {
        conditions = List.copyOf(conditions);
    }

    /**
     * @param constants as many as the operator has; of {@code in} any number
     */
    record Condition(FilterOperator operator, List<String> constants) {
        Condition {
            constants = List.copyOf(constants);
        }
    }
}
