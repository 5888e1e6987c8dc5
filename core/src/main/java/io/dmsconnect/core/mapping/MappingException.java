// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.List;

/** Table mappings that cannot be used. The message holds all problems, one a line. */
public final class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;
    private final List<String> warnings;

    MappingException(List<String> problems) {
        this(problems, List.of());
    }

    MappingException(List<String> problems, List<String> warnings) {
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
