// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

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

    boolean hasProblemOf(String path) {
        return problems.stream().anyMatch(problem -> problem.startsWith(path + ": "));
    }

    /**
     * Tells of values that the document leaves open: in place of "is missing" where they are
     * needed.
     *
     * @param open what stands there, by path
     * @param told of path and that
     */
    void open(Map<String, String> open, BinaryOperator<String> told) {
        open.forEach(
                (path, written) -> {
                    String text = told.apply(path, written);
                    if (problems.removeIf(problem -> problem.startsWith(path + ": is missing"))) {
                        problem(path, text);
                    } else {
                        warning(path, text);
                    }
                });
    }

    List<String> problems() {
        return problems;
    }

    List<String> warnings() {
        return warnings;
    }
}
