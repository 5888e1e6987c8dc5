// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.TableId;
import java.math.BigInteger;

/**
 * @param loadOrder higher loads first; null for none
 */
record SelectionRule(BigInteger id, Kind kind, Wildcard schema, Wildcard table, Long loadOrder) {
    enum Kind {
        INCLUDE,
        EXCLUDE,
        EXPLICIT
    }

    boolean matches(TableId id) {
        return schema.matches(id.schema()) && table.matches(id.name());
    }
}
