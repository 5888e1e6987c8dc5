// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import java.util.ArrayList;
import java.util.List;

/** What is wrong, and what is worth a warning, each at its member. */
final class Findings {
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void problem(String path, String text) {
        problems.add(path.isEmpty() ? text : path + ": " + text);
    }

    void warning(String path, String text) {
        warnings.add(path.isEmpty() ? text : path + ": " + text);
    }

    List<String> problems() {
        return problems;
    }

    List<String> warnings() {
        return warnings;
    }
}
