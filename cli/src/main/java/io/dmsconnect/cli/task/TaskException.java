// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import java.util.List;

/** Input that cannot be used: every problem, each naming the member it is about. */
public final class TaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public TaskException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
