// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.core.json.Spelling;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One group of settings as it was given, as loosely typed as AWS takes it: numbers and booleans may
 * be texts, null and the empty text mean the default, a key may begin in lower case. Remembers what
 * was asked for, so that unknown keys can be told.
 */
final class Group {
    static final String NOT_HONOURED = ": accepted but not honoured yet; ";

    private static final int SHOWN = 40;

    private final String path;
    private final ObjectNode node;
    private final List<String> problems;
    private final List<String> warnings;
    private final Set<String> known = new HashSet<>();

    Group(String path, ObjectNode node, List<String> problems, List<String> warnings) {
        this.path = path;
        this.node = node;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** A group inside this one; empty where it is missing or null. */
    Group group(String key) {
        known.add(key);
        JsonNode value = value(key);
        if (value instanceof ObjectNode object) {
            return new Group(pathOf(key), object, problems, warnings);
        }
        if (isGiven(key)) {
            problem(key, "has to be an object such as {}, not " + nameOf(value));
        }
        return new Group(pathOf(key), node.objectNode(), problems, warnings);
    }

    /** True where the key has a value that is not the way to say "the default". */
    boolean isGiven(String key) {
        return !isVoid(value(key));
    }

    /** As it is spelled, or as SDKs spell it that begin each member in lower case. */
    private JsonNode value(String key) {
        JsonNode value = node.path(key);
        return isVoid(value) && node.has(inLower(key)) ? node.path(inLower(key)) : value;
    }

    private static String inLower(String key) {
        return Character.toLowerCase(key.charAt(0)) + key.substring(1);
    }

    /** Nothing is said: missing, null, a blank text, an empty array, an object of nothing. */
    private static boolean isVoid(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream().allMatch(member -> isVoid(member.getValue()));
        }
        if (value.isArray()) {
            return value.isEmpty();
        }
        return value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.textValue().isBlank();
    }

    String text(String key, String normal) {
        String given = scalar(key, "a text");
        return given == null ? normal : given;
    }

    boolean flag(String key, boolean normal) {
        String given = scalar(key, "true or false");
        if (given == null) {
            return normal;
        }
        return switch (given.trim().toLowerCase(Locale.ROOT)) {
            case "true", "y", "yes", "1" -> true;
            case "false", "n", "no", "0" -> false;
            default -> {
                problem(key, "has to be true or false, not " + shown(given));
                yield normal;
            }
        };
    }

    int number(String key, int normal, int least, int most) {
        String given = scalar(key, "a whole number");
        if (given == null) {
            return normal;
        }
        // 5.0 is what tools make of 5 that know no whole numbers
        String whole = given.trim().replaceFirst("\\.0+$", "");
        if (whole.matches("[+-]?[0-9]{1,10}")) {
            long number = Long.parseLong(whole);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        String range =
                most == Integer.MAX_VALUE ? least + " or more" : "from " + least + " to " + most;
        problem(key, "has to be a whole number, " + range + ", not " + shown(given));
        return normal;
    }

    int number(String key, int normal) {
        return number(key, normal, 0, Integer.MAX_VALUE);
    }

    /** One of the values of an enum, in its spelling. */
    <E extends Enum<E>> E choice(String key, E normal) {
        return choice(key, normal, List.of(normal.getDeclaringClass().getEnumConstants()));
    }

    <E extends Enum<E>> E choice(String key, E normal, List<E> allowed) {
        String given = scalar(key, "a text");
        if (given == null) {
            return normal;
        }
        for (E value : allowed) {
            if (value.name().equals(given.trim())) {
                return value;
            }
        }
        String names = allowed.stream().map(Enum::name).collect(Collectors.joining(", "));
        problem(
                key,
                "has to be one of "
                        + names
                        + ", not "
                        + shown(given)
                        + Spelling.hint(given, List.of(names.split(", "))));
        return normal;
    }

    private String scalar(String key, String meaning) {
        known.add(key);
        if (!isGiven(key)) {
            return null;
        }
        JsonNode value = value(key);
        if (value.isContainerNode()) {
            problem(key, "has to be " + meaning + ", not " + nameOf(value));
            return null;
        }
        return value.asText();
    }

    /** Keys that are right but have no meaning here. */
    void ignore(String... keys) {
        known.addAll(Arrays.asList(keys));
    }

    void problem(String key, String what) {
        problems.add(pathOf(key) + ": " + what);
    }

    /** Tells that a setting which would matter does nothing here. */
    void notHonoured(String key, String instead) {
        notHonoured(List.of(key), instead);
    }

    void notHonoured(List<String> keys, String instead) {
        if (!keys.isEmpty()) {
            warnings.add(
                    keys.stream().map(this::pathOf).collect(Collectors.joining(", "))
                            + NOT_HONOURED
                            + instead);
        }
    }

    /** For a key that turns on something we do not have. */
    void notHonouredIfTrue(String key, String instead) {
        if (flag(key, false)) {
            notHonoured(key, instead);
        }
    }

    void warn(String key, String what) {
        warnings.add(pathOf(key) + ": " + what);
    }

    void warnOfUnknown() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            boolean inLower = known.stream().anyMatch(key -> inLower(key).equals(name));
            if (!known.contains(name) && !inLower && !node.get(name).isNull()) {
                warn(name, "unknown setting, ignored" + Spelling.hint(name, known));
            }
        }
    }

    private String pathOf(String key) {
        String name = shorten(key);
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String shown(String text) {
        return "'" + shorten(text) + "'";
    }

    private static String shorten(String text) {
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
