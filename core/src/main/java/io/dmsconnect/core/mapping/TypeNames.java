// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.DataType.Kind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The type names of {@code object-locator.data-type}, as AWS spells them. */
final class TypeNames {
    private static final Map<String, Set<Kind>> NAMES = names();

    private TypeNames() {}

    private static Map<String, Set<Kind>> names() {
        Map<String, Set<Kind>> names = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            names.put(kind.name().toLowerCase(Locale.ROOT), EnumSet.of(kind));
        }
        // a point in time is a datetime to AWS, which does not tell the two apart
        names.remove("datetime_tz");
        names.put("datetime", EnumSet.of(Kind.DATETIME, Kind.DATETIME_TZ));
        return names;
    }

    static Set<String> all() {
        return NAMES.keySet();
    }

    /** Empty for a name that is none. */
    static Set<Kind> kinds(String name) {
        return NAMES.getOrDefault(name, Set.of());
    }

    /** The one kind that is meant where a rule asks for a type. */
    static Optional<Kind> kind(String name) {
        Set<Kind> kinds = kinds(name);
        return kinds.contains(Kind.DATETIME)
                ? Optional.of(Kind.DATETIME)
                : kinds.stream().findFirst();
    }
}
