// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.util.List;

/** The target's key. */
public record DefinePrimaryKey(String name, List<String> columns) implements Action {
    public DefinePrimaryKey {
        columns = List.copyOf(columns);
    }
}
