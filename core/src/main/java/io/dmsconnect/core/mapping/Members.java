// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.json.Spelling;
import io.dmsconnect.core.mapping.action.Parameters;
import io.dmsconnect.core.schema.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object of a rule, as loosely typed as AWS takes it: numbers and booleans may be texts, and
 * null and the empty text mean absent. Remembers what was asked for, so that the rest can be told.
 */
final class Members implements Parameters {
    private static final int SHOWN = 60;

    /** What AWS's console notes for itself. */
    private static final Set<String> MARKS = Set.of("isAutoSegmentationChecked");

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

    /** The member's value as it is written. */
    JsonNode raw(String member) {
        asked.add(member);
        return node.path(member);
    }

    private static boolean isVoid(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || value.isTextual() && value.textValue().isEmpty()
                || value.isArray() && value.isEmpty();
    }

    /** Says nothing where nothing is expected: {@code "null"} and {@code {}} are tools' ways. */
    private static boolean isIdle(JsonNode value) {
        return isVoid(value)
                || value.isTextual() && value.textValue().equals("null")
                || value.isObject()
                        && value.properties().stream().allMatch(m -> isIdle(m.getValue()));
    }

    @Override
    public Optional<String> text(String member) {
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
            problem(member, missing(member, meaning));
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
                        ? missing(member, meaning)
                        : "has to be " + meaning + ", not " + nameOf(value));
        return null;
    }

    /** With the member that is probably the same in another spelling. */
    private String missing(String member, String meaning) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals(member) && Spelling.isSame(name, member)) {
                return "is missing, but there is '%s', which has to be spelled '%s'"
                        .formatted(shown(name), member);
            }
        }
        return "is missing; it has to be " + meaning;
    }

    @Override
    public Optional<Parameters> nested(String member) {
        return optionalObject(member, "an object").map(Parameters.class::cast);
    }

    @Override
    public DataType dataType() {
        Members type =
                object("data-type", "an object with type, and length or precision and scale");
        if (type == null) {
            return null;
        }
        DataType read = TypeReader.read(type);
        type.warnOfRest(Set.of());
        return read;
    }

    @Override
    public List<String> texts(String member, String meaning) {
        JsonNode value = value(member);
        List<String> texts = new ArrayList<>();
        if (!value.isArray()) {
            problem(member, "has to be an array: " + meaning);
            return texts;
        }
        for (JsonNode element : value) {
            if (element.isContainerNode() || element.isNull() || element.asText().isEmpty()) {
                problem(
                        member,
                        "has to hold texts only, not "
                                + (element.isTextual() ? "an empty one" : nameOf(element)));
            } else {
                texts.add(element.asText());
            }
        }
        return texts;
    }

    /** A pattern of names; a backslash in it, which other languages escape with, is told of. */
    Wildcard pattern(String member, String text) {
        String meant = text.replaceAll("\\\\([_%])", "[$1]");
        if (!meant.equals(text)) {
            warning(
                    member,
                    "'%s' matches names with a backslash only, which escapes nothing; for the character itself write '%s'"
                            .formatted(shown(text), shown(meant)));
        }
        return Wildcard.of(text);
    }

    /** The rule-id; empty where it has none. */
    String id() {
        return rule;
    }

    /** Marks a member as asked for. */
    void known(String member) {
        asked.add(member);
    }

    boolean has(String member) {
        return !value(member).isMissingNode();
    }

    /** An object; empty where there is none, or nothing in it, which is fine. */
    Optional<Members> optionalObject(String member, String meaning) {
        return has(member) && !isIdle(value(member))
                ? Optional.ofNullable(object(member, meaning))
                : Optional.empty();
    }

    /** As {@link #texts(String, String)}; none where the member is missing. */
    List<String> texts(String member) {
        return has(member) ? texts(member, "texts") : List.of();
    }

    List<Members> objects(String member) {
        return objects(member, "an array of objects");
    }

    /** The objects of an array; a single object is taken for an array of one. */
    List<Members> objects(String member, String meaning) {
        JsonNode value = value(member);
        if (value instanceof ObjectNode object) {
            return List.of(new Members(object, rule, SourceLines.child(path, member), findings));
        }
        List<Members> objects = new ArrayList<>();
        if (!value.isArray()) {
            if (!value.isMissingNode()) {
                problem(member, "has to be " + meaning + ", not " + nameOf(value));
            }
            return objects;
        }
        for (int i = 0; i < value.size(); i++) {
            String at = SourceLines.element(SourceLines.child(path, member), i);
            if (value.get(i) instanceof ObjectNode object) {
                objects.add(new Members(object, rule, at, findings));
            } else {
                findings.problem(rule, at, "has to be an object, not " + nameOf(value.get(i)));
            }
        }
        return objects;
    }

    /** A whole number, which may be written as text. */
    Optional<Integer> number(String member, int least, int most) {
        Optional<String> text = text(member);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            int number = new BigDecimal(text.get().strip()).intValueExact();
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // told below
        }
        problem(
                member,
                "'%s' is not a whole number from %d to %d"
                        .formatted(shown(text.get()), least, most));
        return Optional.empty();
    }

    /** A boolean, which may be written as text. */
    Optional<Boolean> flag(String member) {
        Optional<String> text = text(member);
        if (text.isPresent() && !text.get().matches("(?i)true|false")) {
            problem(member, "'%s' is neither true nor false".formatted(shown(text.get())));
            return Optional.empty();
        }
        return text.map(Boolean::valueOf);
    }

    @Override
    public void problem(String member, String what) {
        findings.problem(rule, SourceLines.child(path, member), what);
    }

    void warning(String member, String what) {
        findings.warning(rule, SourceLines.child(path, member), what);
    }

    void warnOfRest() {
        warnOfRest(Set.of());
    }

    /**
     * Warns of members nobody asked for.
     *
     * @param known those AWS has, which are not wrong but do nothing here
     */
    void warnOfRest(Set<String> known) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (asked.contains(name) || isIdle(node.get(name)) || MARKS.contains(name)) {
                continue;
            }
            if (!known.contains(name)) {
                warning(shown(name), "unknown member, ignored" + hint(name, known));
            } else {
                warning(name, "has no effect in this rule, ignored");
            }
        }
    }

    /** The member that is probably meant, of those that are not there. */
    private String hint(String name, Set<String> known) {
        Set<String> possible = new HashSet<>(asked);
        possible.addAll(known);
        possible.removeIf(member -> !isVoid(node.path(member)));
        return Spelling.hint(name, possible);
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
