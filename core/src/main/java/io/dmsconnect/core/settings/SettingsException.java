// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

import java.util.List;

/** Task settings that cannot be used. The message holds all problems, one a line. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    SettingsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
