// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.TableId;
import java.math.BigInteger;

/**
 * @param objects what the rule speaks of
 * @param loadOrder higher loads first; null for none
 */
record SelectionRule(
        BigInteger id,
        Kind kind,
        Wildcard schema,
        Wildcard table,
        Objects objects,
        Long loadOrder) {
    enum Kind {
        INCLUDE,
        EXCLUDE,
        EXPLICIT
    }

    /** As {@code table-type} says. */
    enum Objects {
        TABLES,
        VIEWS,
        ALL
    }

    boolean speaksOf(boolean view) {
        return objects == Objects.ALL || (objects == Objects.VIEWS) == view;
    }

    boolean matches(TableId id) {
        return schema.matches(id.schema()) && table.matches(id.name());
    }
}
