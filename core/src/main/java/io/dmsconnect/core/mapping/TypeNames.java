// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.json.Spelling;
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

    /** What databases call types, and what rules call them. */
    private static final Map<String, String> OF_DATABASES =
            Map.ofEntries(
                    Map.entry("bigint", "int8"),
                    Map.entry("bit", "boolean"),
                    Map.entry("bytea", "bytes"),
                    Map.entry("char", "string"),
                    Map.entry("double", "real8"),
                    Map.entry("float", "real8"),
                    Map.entry("int", "int4"),
                    Map.entry("integer", "int4"),
                    Map.entry("json", "nclob"),
                    Map.entry("nvarchar", "wstring"),
                    Map.entry("number", "numeric"),
                    Map.entry("real", "real4"),
                    Map.entry("smallint", "int2"),
                    Map.entry("text", "clob"),
                    Map.entry("timestamp", "datetime"),
                    Map.entry("tinyint", "int1"),
                    Map.entry("uuid", "string"),
                    Map.entry("varbinary", "bytes"),
                    Map.entry("varchar", "string"));

    /** {@code "; do you mean X?"}, or nothing. */
    static String hint(String name) {
        String meant = OF_DATABASES.get(name.toLowerCase(Locale.ROOT));
        return meant == null ? Spelling.hint(name, all()) : "; do you mean " + meant + "?";
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
