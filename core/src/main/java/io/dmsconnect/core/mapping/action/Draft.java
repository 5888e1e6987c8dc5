// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.util.Objects;

/** A schema, table or column of the target while its rule is at work: a copy of the source's. */
public final class Draft {
    private String name;
    private boolean removed;

    public Draft(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    public String name() {
        return name;
    }

    public boolean isRemoved() {
        return removed;
    }

    void rename(String newName) {
        name = newName;
    }

    void remove() {
        removed = true;
    }
}
