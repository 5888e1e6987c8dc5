// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.util.Arrays;
import java.util.Optional;

/** Columns beside the table's own that hold what an update has overwritten. */
public record AddBeforeImage(String prefix, String suffix, Filter filter) implements Action {
    /** Which columns have one. */
    public enum Filter {
        PK_ONLY("pk-only"),
        NON_LOB("non-lob"),
        ALL("all");

        private final String text;

        Filter(String text) {
            this.text = text;
        }

        static Optional<Filter> named(String text) {
            return Arrays.stream(values()).filter(filter -> filter.text.equals(text)).findFirst();
        }
    }

    public String nameOf(String column) {
        return prefix + column + suffix;
    }
}
