// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.List;

/** Table mappings that cannot be used. The message holds all problems, one a line. */
public final class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    MappingException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
