// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.List;

/**
 * A foreign key of a table.
 *
 * @param references the table it refers to, whole, so that the rules can be applied to it
 * @param referenced columns of that table, in the order of {@code columns}
 * @param onDelete NO ACTION, RESTRICT, CASCADE, SET NULL or SET DEFAULT
 * @param onUpdate likewise
 * @param deferral empty, {@code DEFERRABLE} or {@code DEFERRABLE INITIALLY DEFERRED}
 */
public record ForeignKey(
        String name,
        List<String> columns,
        Table references,
        List<String> referenced,
        String onDelete,
        String onUpdate,
        String deferral) {
    public ForeignKey {
        columns = List.copyOf(columns);
        referenced = List.copyOf(referenced);
    }
}
