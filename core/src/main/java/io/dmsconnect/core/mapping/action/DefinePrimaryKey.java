// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.util.List;

/**
 * The target's key.
 *
 * @param uniqueIndex true for a unique index, false for a primary key
 */
public record DefinePrimaryKey(String name, boolean uniqueIndex, List<String> columns)
        implements Action {
    public DefinePrimaryKey {
        columns = List.copyOf(columns);
    }
}
