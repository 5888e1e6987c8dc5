// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

import io.dmsconnect.core.json.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a task does: {@code MigrationType} of a task document, {@code migration.type} of a config.
 */
public enum MigrationType {
    FULL_LOAD("full-load"),
    CDC("cdc"),
    FULL_LOAD_AND_CDC("full-load-and-cdc");

    private final String text;

    MigrationType(String text) {
        this.text = text;
    }

    /**
     * @throws SettingsException where the text is none of the three
     */
    public static MigrationType parse(String text) {
        for (MigrationType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        String all =
                Arrays.stream(values())
                        .map(MigrationType::toString)
                        .collect(Collectors.joining(", "));
        throw new SettingsException(
                List.of(
                        "MigrationType: "
                                + (text == null
                                        ? "is missing; it has to be"
                                        : "'" + text + "' is not")
                                + " one of "
                                + all
                                + (text == null
                                        ? ""
                                        : Spelling.hint(text, List.of(all.split(", "))))));
    }

    /** Existing rows are copied. */
    public boolean loads() {
        return this != CDC;
    }

    /** Changes are followed. */
    public boolean followsChanges() {
        return this != FULL_LOAD;
    }

    /** As AWS spells it. */
    @Override
    public String toString() {
        return text;
    }
}
