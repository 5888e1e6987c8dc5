// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a row that an update moves out of its table's filter, or into it. */
public enum FilterMoves {
    /** It is deleted on the target, or inserted. */
    APPLY,
    /** As AWS DMS: a row that left stays as it was, one that entered is an update. */
    IGNORE;

    public static Optional<FilterMoves> named(String text) {
        return Arrays.stream(values()).filter(value -> value.toString().equals(text)).findFirst();
    }

    /** As the configuration spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
