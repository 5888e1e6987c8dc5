// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.Objects;

/** One column of a {@link Table}. */
public record Column(String name, DataType type, boolean nullable) {
    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    public Column named(String newName) {
        return new Column(newName, type, nullable);
    }
}
