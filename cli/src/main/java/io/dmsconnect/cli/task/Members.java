// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.json.Spelling;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The members of one object of the document; remembers which were asked for. */
final class Members {
    private final String path;
    private final ObjectNode object;
    private final Findings findings;
    private final Set<String> known = new HashSet<>();

    Members(String path, ObjectNode object, Findings findings) {
        this.path = path;
        this.object = object;
        this.findings = findings;
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Null in JSON is the same as missing. */
    Optional<JsonNode> get(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    Optional<String> text(String name) {
        Optional<JsonNode> value = get(name);
        if (value.isPresent() && !value.get().isTextual()) {
            findings.problem(path(name), "has to be a string, not " + typeOf(value.get()));
            return Optional.empty();
        }
        return value.map(JsonNode::textValue);
    }

    /**
     * @param what what the member is, for the message where it is missing
     */
    Optional<String> required(String name, String what) {
        if (get(name).isEmpty()) {
            findings.problem(path(name), "is missing; it has to be " + what);
            return Optional.empty();
        }
        Optional<String> text = text(name);
        if (text.isPresent() && text.get().isBlank()) {
            findings.problem(path(name), "is empty; it has to be " + what);
            return Optional.empty();
        }
        return text;
    }

    Optional<Members> object(String name, String what) {
        Optional<JsonNode> value = get(name);
        if (value.isEmpty()) {
            findings.problem(path(name), "is missing; it has to be " + what);
        } else if (value.get() instanceof ObjectNode members) {
            return Optional.of(new Members(path(name), members, findings));
        } else {
            findings.problem(path(name), "has to be an object, not " + typeOf(value.get()));
        }
        return Optional.empty();
    }

    void noEffect(String why, String... names) {
        for (String name : names) {
            if (get(name).isPresent()) {
                findings.warning(path(name), why);
            }
        }
    }

    void refused(String why, String... names) {
        for (String name : names) {
            if (get(name).filter(Members::says).isPresent()) {
                findings.problem(path(name), why);
            }
        }
    }

    /**
     * Warns of what nobody reads. The document's own members are few, and a task without the one
     * that somebody meant is another task: an unknown one that is like a known one is a problem.
     *
     * @param described what AWS's tools print, and is of no use here
     * @param all the names that may be meant by an unknown one
     */
    void unknown(Predicate<String> described, Set<String> all) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!says(object.get(name)) || known.contains(name) || described.test(name)) {
                continue;
            }
            Set<String> possible = new TreeSet<>(all);
            possible.removeIf(object::has);
            Optional<String> meant = Spelling.nearest(name, possible);
            if (path.isEmpty() && meant.isPresent()) {
                findings.problem(path(name), "is not known; do you mean " + meant.get() + "?");
            } else {
                findings.warning(
                        path(name),
                        "is not known and has no effect" + Spelling.hint(name, possible));
            }
        }
    }

    private static boolean says(JsonNode value) {
        return !value.isNull() && !(value.isTextual() && value.textValue().isEmpty());
    }

    static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case BOOLEAN -> "a boolean";
            case NUMBER -> "a number";
            case STRING, BINARY -> "a string";
            case NULL, MISSING -> "null";
        };
    }
}
