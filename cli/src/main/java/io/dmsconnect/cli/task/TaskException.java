// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import java.util.List;

/** Input that cannot be used: every problem, each naming the member it is about. */
public final class TaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    private final transient List<String> warnings;

    public TaskException(List<String> problems) {
        this(problems, List.of());
    }

    TaskException(List<String> problems, List<String> warnings) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    /** What is odd beside the problems, such as a member that is spelled wrongly. */
    public List<String> warnings() {
        return warnings;
    }

    public List<String> problems() {
        return problems;
    }
}
