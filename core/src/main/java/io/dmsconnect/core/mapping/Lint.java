// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.dmsconnect.core.json.JsonText;
import io.dmsconnect.core.json.JsonTextException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a table mapping document, and what is probably not meant as written. Knows the
 * document only, no database.
 */
public final class Lint {
    /** An error cannot be used; a warning does less, or other, than it says; a hint is usual. */
    public enum Severity {
        ERROR,
        WARNING,
        HINT
    }

    /**
     * @param ruleId empty where it is not about one rule
     * @param path such as {@code rules[2].object-locator}; empty for the document
     * @param line 0 where it is not known
     */
    public record Finding(
            Severity severity, String ruleId, String path, int line, String message) {}

    private static final Pattern TOLD =
            Pattern.compile(
                    "(?:rule-id (\\d+), )?([\\w\\-.\\[\\]]+)(?: \\(line (\\d+)\\))?: (.*)",
                    Pattern.DOTALL);

    /** Of a document that is no JSON. */
    private static final Pattern LINE = Pattern.compile(": line (\\d+), column ");

    private final String json;
    private final SourceLines lines;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> told = new HashSet<>();

    private Lint(String json) {
        this.json = json;
        this.lines = SourceLines.of(json);
    }

    /** All findings, in the document's order. */
    public static List<Finding> check(String json) {
        return check(json, false);
    }

    /**
     * @param chained all rules of an object are applied ({@code mapping.chained})
     */
    public static List<Finding> check(String json, boolean chained) {
        String text = json == null ? "" : json;
        Lint lint = new Lint(text.startsWith("\uFEFF") ? text.substring(1) : text);
        lint.run(chained);
        return lint.findings.stream()
                .sorted(Comparator.comparing(Finding::line).thenComparing(Finding::severity))
                .toList();
    }

    private void run(boolean chained) {
        // with any key: whether the task has one is not in the document
        Optional<TableMappings> mappings =
                parsed(chained).map(m -> m.withChained(chained).withMaskingKey(new byte[1]));
        List<LintRule> rules = rules();
        new SelectionLint(this, rules).run();
        new DeadRuleLint(this, rules).run();
        new TransformationLint(this, rules, chained).run();
        new ExpressionLint(this, rules).run();
        mappings.ifPresent(found -> new NameLint(this, rules, found).run());
    }

    private Optional<TableMappings> parsed(boolean chained) {
        try {
            TableMappings mappings = TableMappings.parse(json);
            mappings.warnings().stream()
                    .filter(text -> !chained || !text.contains("unless rules are chained"))
                    .forEach(text -> retell(Severity.WARNING, text));
            return Optional.of(mappings);
        } catch (MappingException e) {
            e.problems().forEach(text -> retell(Severity.ERROR, text));
            e.warnings().forEach(text -> retell(Severity.WARNING, text));
            return Optional.empty();
        }
    }

    /** What the reader of mappings says, which speaks of underscores once for all rules. */
    private void retell(Severity severity, String text) {
        Matcher parts = TOLD.matcher(text);
        if (!parts.matches()) {
            Matcher line = LINE.matcher(text);
            int number = line.find() ? Integer.parseInt(line.group(1)) : 0;
            findings.add(new Finding(severity, "", "", number, text));
            return;
        }
        String rule = parts.group(1) == null ? "" : parts.group(1);
        String path = parts.group(2);
        if (rule.isEmpty() && parts.group(4).startsWith("_ matches any one character")) {
            return;
        }
        told.add(path);
        int line = parts.group(3) == null ? lines.line(path) : Integer.parseInt(parts.group(3));
        findings.add(new Finding(severity, rule, path, line, parts.group(4)));
    }

    private List<LintRule> rules() {
        List<LintRule> rules = new ArrayList<>();
        try {
            JsonNode all = JsonText.read(json).path("rules");
            for (int i = 0; i < all.size(); i++) {
                LintRule.of(all.path(i), i).ifPresent(rules::add);
            }
        } catch (JsonTextException e) {
            return List.of(); // the reader has said so
        }
        rules.sort(LintRule.ORDER);
        return rules;
    }

    /**
     * Nothing is added to what the reader says of the same place.
     *
     * @param member of the rule; empty for the rule as a whole
     */
    void add(Severity severity, LintRule rule, String member, String message) {
        String path = member.isEmpty() ? rule.path() : SourceLines.child(rule.path(), member);
        if (!told.contains(path)) {
            findings.add(
                    new Finding(severity, rule.id().toString(), path, lines.line(path), message));
        }
    }
}
