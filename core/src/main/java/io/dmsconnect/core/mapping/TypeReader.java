// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import java.util.Locale;
import java.util.Optional;

/** Reads member {@code data-type} of a rule: type, length, precision, scale. */
final class TypeReader {
    private static final int MOST_DIGITS = 1000;

    /** SQL's other name of numeric: nothing else can be meant. */
    private static final String DECIMAL = "decimal";

    private TypeReader() {}

    /** Null where something is wrong, which has been reported then. */
    static DataType read(Members members) {
        String name = members.required("type", "one of " + String.join(", ", TypeNames.all()));
        Optional<Integer> length = members.number("length", 0, Integer.MAX_VALUE);
        Optional<Integer> precision = members.number("precision", 0, MOST_DIGITS);
        Optional<Integer> scale = members.number("scale", 0, MOST_DIGITS);
        if (name.isEmpty()) {
            return null;
        }
        Optional<Kind> kind = TypeNames.kind(name);
        if (kind.isEmpty() && name.equals(DECIMAL)) {
            members.warning("type", "'decimal' is called numeric in rules, and read as that");
            kind = Optional.of(Kind.NUMERIC);
        }
        if (kind.isEmpty()) {
            members.problem(
                    "type",
                    "'%s' is none of %s%s"
                            .formatted(
                                    Members.shown(name),
                                    String.join(", ", TypeNames.all()),
                                    TypeNames.kind(name.toLowerCase(Locale.ROOT)).isPresent()
                                            ? " (in lower case)"
                                            : TypeNames.hint(name)));
            return null;
        }
        return switch (kind.get()) {
            case STRING, WSTRING, BYTES -> sized(kind.get(), length);
            case NUMERIC -> numeric(members, precision, scale);
            case TIME, DATETIME, DATETIME_TZ ->
                    DataType.temporal(kind.get(), fraction(members, precision, scale));
            default -> DataType.of(kind.get());
        };
    }

    /** Without a length it has none. */
    private static DataType sized(Kind kind, Optional<Integer> length) {
        int size = length.orElse(0);
        if (size > 0) {
            return DataType.string(kind, size);
        }
        return DataType.of(
                switch (kind) {
                    case STRING -> Kind.CLOB;
                    case WSTRING -> Kind.NCLOB;
                    default -> Kind.BLOB;
                });
    }

    private static DataType numeric(
            Members members, Optional<Integer> precision, Optional<Integer> scale) {
        int digits = precision.orElse(0);
        if (digits == 0) {
            return DataType.numeric(-1, -1);
        }
        if (scale.orElse(0) > digits) {
            members.problem("scale", "cannot be more than precision");
        }
        return DataType.numeric(digits, scale.orElse(0));
    }

    /** AWS's text says scale, its samples say precision. */
    private static int fraction(
            Members members, Optional<Integer> precision, Optional<Integer> scale) {
        int digits = scale.or(() -> precision).orElse(6);
        if (digits > 9) {
            members.problem(
                    scale.isPresent() ? "scale" : "precision",
                    "fractions of a second have 9 digits at most");
            return 6;
        }
        return digits;
    }
}
