// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

import java.util.List;

/** Task settings that cannot be used. The message holds all problems, one a line. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;
    private final List<String> warnings;

    SettingsException(List<String> problems) {
        this(problems, List.of());
    }

    SettingsException(List<String> problems, List<String> warnings) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    /** What is odd beside the problems, such as a key that is spelled wrongly. */
    public List<String> warnings() {
        return warnings;
    }

    public List<String> problems() {
        return problems;
    }
}
