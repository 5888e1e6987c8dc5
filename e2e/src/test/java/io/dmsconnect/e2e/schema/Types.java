// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The types of a family of sources, by name. */
final class Types {
    static final Types POSTGRESQL = PostgreSqlTypes.all();
    static final Types MYSQL = MySqlTypes.all();

    private final Map<String, Type> byName = new LinkedHashMap<>();

    /** What follows belongs to the type of this name. */
    Types add(String name, List<String> values, String... wider) {
        return add(name, values, List.of(), wider);
    }

    Types add(String name, List<String> values, List<String> own, String... wider) {
        byName.put(name, new Type(name, values, own, List.of(wider)));
        return this;
    }

    Type any(Dice dice) {
        return dice.of(new ArrayList<>(byName.values()));
    }

    Type named(String name) {
        Type type = byName.get(name);
        if (type == null) {
            throw new IllegalArgumentException(name);
        }
        return type;
    }
}
