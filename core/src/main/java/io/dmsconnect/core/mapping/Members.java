// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.mapping.action.Parameters;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object of a rule, as loosely typed as AWS takes it: numbers and booleans may be texts, and
 * null and the empty text mean absent. Remembers what was asked for, so that the rest can be told.
 */
final class Members implements Parameters {
    private static final int SHOWN = 60;

    private final ObjectNode node;
    private final String rule;
    private final String path;
    private final Findings findings;
    private final Set<String> asked = new HashSet<>();

    Members(ObjectNode node, String rule, String path, Findings findings) {
        this.node = node;
        this.rule = rule;
        this.path = path;
        this.findings = findings;
    }

    /** The member's value, or a missing node for null, the empty text and the empty array too. */
    JsonNode value(String member) {
        asked.add(member);
        JsonNode value = node.path(member);
        return isVoid(value) ? MissingNode.getInstance() : value;
    }

    private static boolean isVoid(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || value.isTextual() && value.textValue().isEmpty()
                || value.isArray() && value.isEmpty();
    }

    Optional<String> text(String member) {
        JsonNode value = value(member);
        if (value.isContainerNode()) {
            problem(member, "has to be a text, not " + nameOf(value));
            return Optional.empty();
        }
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }

    @Override
    public String required(String member, String meaning) {
        if (value(member).isMissingNode()) {
            problem(member, "is missing; it has to be " + meaning);
        }
        return text(member).orElse("");
    }

    /** An object; null where there is none, which is a problem. */
    Members object(String member, String meaning) {
        JsonNode value = value(member);
        if (value instanceof ObjectNode object) {
            return new Members(object, rule, SourceLines.child(path, member), findings);
        }
        problem(
                member,
                value.isMissingNode()
                        ? "is missing; it has to be " + meaning
                        : "has to be " + meaning + ", not " + nameOf(value));
        return null;
    }

    void problem(String member, String what) {
        findings.problem(rule, SourceLines.child(path, member), what);
    }

    void warning(String member, String what) {
        findings.warning(rule, SourceLines.child(path, member), what);
    }

    /**
     * Warns of members nobody asked for.
     *
     * @param known those AWS has, which are not wrong but do nothing here
     */
    void warnOfRest(Set<String> known) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (asked.contains(name)) {
                continue;
            }
            if (!known.contains(name)) {
                warning(shown(name), "unknown member, ignored");
            } else if (!isVoid(node.get(name))) {
                warning(name, "has no effect in this rule, ignored");
            }
        }
    }

    /** A value in messages: shortened, on one line. */
    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }

    static String nameOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case MISSING, BINARY, POJO -> "nothing";
        };
    }
}
