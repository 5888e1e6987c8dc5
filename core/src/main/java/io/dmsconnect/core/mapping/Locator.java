// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.TableId;
import java.util.Set;

/**
 * The source objects a transformation rule is for. The parts its target does not have match
 * everything.
 *
 * @param tablespace of the table, or of its indexes
 * @param types the column's type is one of these; empty for any
 */
record Locator(
        Wildcard schema,
        Wildcard table,
        Wildcard column,
        Wildcard tablespace,
        Set<DataType.Kind> types) {
    static final Wildcard ANY = Wildcard.of("%");

    boolean matches(TableId id) {
        return schema.matches(id.schema()) && table.matches(id.name());
    }

    boolean matches(TableId id, Column of) {
        return matches(id)
                && column.matches(of.name())
                && (types.isEmpty() || types.contains(of.type().kind()));
    }
}
