// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.List;

/**
 * What came of a script.
 *
 * @param problems differences and stops that should not be; empty where all is well
 * @param said tables at which the task stopped and rightly said so
 * @param refused statements that the source's server refused, of so many executed
 */
record Verdict(
        Script script,
        List<String> problems,
        List<String> said,
        List<String> refused,
        int executed) {
    boolean isRight() {
        return problems.isEmpty();
    }

    /** Does a problem here read as the first one there does, whatever the names in it? */
    boolean failsLike(Verdict other) {
        return problems.stream().anyMatch(text -> form(text).equals(form(other.problems.get(0))));
    }

    private static String form(String problem) {
        if (problem.contains(": only at the ")) {
            return "rows";
        }
        if (problem.contains(": columns [")) {
            return "columns";
        }
        String plain =
                problem.replaceAll("\\[[^]]*\\]|'[^']*'|\\w*\\d\\w*|\\([^)]*\\)|, k=\\S+|id=", "#")
                        .replaceAll("[#., ]+", " ");
        return plain.substring(0, Math.min(plain.length(), 110));
    }
}
