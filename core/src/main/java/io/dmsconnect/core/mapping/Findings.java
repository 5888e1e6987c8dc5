// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a document, and what is only odd, each with its rule and place. */
final class Findings {
    private record Finding(String rule, String path, String what) {
        String text(SourceLines lines) {
            int line = lines.line(path);
            return (rule.isEmpty() ? "" : "rule-id " + rule + ", ")
                    + path
                    + (line == 0 ? "" : " (line " + line + ")")
                    + ": "
                    + what;
        }
    }

    private final String json;
    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    Findings(String json) {
        this.json = json;
    }

    /**
     * @param rule its rule-id; empty where it has none or the problem is not of one rule
     * @param path such as {@code rules[2].object-locator.schema-name}
     */
    void problem(String rule, String path, String what) {
        problems.add(new Finding(rule, path, what));
    }

    void warning(String rule, String path, String what) {
        warnings.add(new Finding(rule, path, what));
    }

    /** The warnings, where there are no problems. */
    List<String> warningsOrThrow() {
        if (!problems.isEmpty()) {
            throw new MappingException(texts(problems), texts(warnings));
        }
        return texts(warnings);
    }

    private List<String> texts(List<Finding> findings) {
        if (findings.isEmpty()) {
            return List.of();
        }
        SourceLines lines = SourceLines.of(json);
        return findings.stream().map(finding -> finding.text(lines)).toList();
    }
}
