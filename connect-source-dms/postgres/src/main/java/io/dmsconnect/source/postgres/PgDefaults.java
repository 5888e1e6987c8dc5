// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.ColumnDefault.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads defaults as PostgreSQL writes them. It puts every operator and every cast of more than a
 * literal into parentheses, so that a text that begins with a quote is a literal as a whole.
 */
final class PgDefaults {
    private static final String QUOTED = "'[^']*+(?:''[^']*+)*+'";
    private static final String TYPE = "[^'()]+(?:\\([\\d,]+\\)[^'()]*)?";

    private static final Pattern NULL = Pattern.compile("NULL(?:::" + TYPE + ")?");
    private static final Pattern NEXT_VALUE =
            Pattern.compile("nextval\\(" + QUOTED + "::regclass\\)");
    private static final Pattern LITERAL =
            Pattern.compile("([BE]?)(" + QUOTED + ")(?:::" + TYPE + ")?");

    /** Text that was cast to another type of text, which changes nothing. */
    private static final Pattern CAST_TEXT =
            Pattern.compile(
                    "\\(([E]?)("
                            + QUOTED
                            + ")::(?:text|character varying)\\)"
                            + "::(?:text|character varying|bpchar|jsonb?|uuid)");

    private static final Pattern NUMBER =
            Pattern.compile("(-?\\d+(?:\\.\\d+)?)|\\((-\\d+(?:\\.\\d+)?)\\)");

    /** A whole number in another type of number is itself. */
    private static final Pattern CAST_NUMBER =
            Pattern.compile(
                    "\\((-?\\d+)\\)::(?:smallint|integer|bigint|numeric|real|double precision)");

    private static final String NOW_CALL =
            "now\\(\\)|transaction_timestamp\\(\\)|'now'::text"
                    + "|(?:CURRENT_TIMESTAMP|LOCALTIMESTAMP)(?:\\(\\d\\))?";
    private static final String TIME_CALL = "(?:CURRENT_TIME|LOCALTIME)(?:\\(\\d\\))?";
    private static final Pattern NOW =
            Pattern.compile("(?!')(?:" + NOW_CALL + ")|\\((?:" + NOW_CALL + ")\\)::timestamp.*");
    private static final Pattern NOW_DATE =
            Pattern.compile("CURRENT_DATE|\\((?:" + NOW_CALL + ")\\)::date");
    private static final Pattern NOW_TIME =
            Pattern.compile(
                    TIME_CALL + "|\\((?:" + NOW_CALL + "|" + TIME_CALL + ")\\)::time(?!stamp).*");

    private static final String UUID_CALL =
            "(?:(?:\\w+|\"(?:[^\"]|\"\")+\")\\.)?(?:gen_random_uuid|uuid_generate_v4|uuidv4)\\(\\)";
    private static final Pattern UUID =
            Pattern.compile(
                    UUID_CALL + "|\\(" + UUID_CALL + "\\)::(?:text|character varying|bpchar)");

    private PgDefaults() {}

    static boolean isNextValue(String expression) {
        return NEXT_VALUE.matcher(expression).matches();
    }

    /**
     * @param type the column's, without length and precision
     */
    static Optional<ColumnDefault> of(String column, String type, String expression) {
        if (NULL.matcher(expression).matches()) {
            return Optional.empty();
        }
        Optional<String> literal = literal(expression);
        if (literal.isPresent()) {
            return Optional.of(made(column, Kind.LITERAL, literal.get()));
        }
        if (isNow(type, expression)) {
            return Optional.of(made(column, Kind.NOW, ""));
        }
        if (UUID.matcher(expression).matches()) {
            return Optional.of(made(column, Kind.UUID, ""));
        }
        return Optional.of(made(column, Kind.EXPRESSION, expression));
    }

    private static ColumnDefault made(String column, Kind kind, String text) {
        return new ColumnDefault(column, kind, text, false, PgObjects.ENGINE);
    }

    /** The day is not now in a column that has the time of day too. */
    private static boolean isNow(String type, String expression) {
        boolean now = NOW.matcher(expression).matches();
        if (type.equals("date")) {
            return now || NOW_DATE.matcher(expression).matches();
        }
        if (type.startsWith("timestamp")) {
            return now;
        }
        return type.startsWith("time") && (now || NOW_TIME.matcher(expression).matches());
    }

    private static Optional<String> literal(String expression) {
        if (expression.equals("true") || expression.equals("false")) {
            return Optional.of(expression);
        }
        Matcher number = NUMBER.matcher(expression);
        if (number.matches()) {
            return Optional.of(number.group(1) != null ? number.group(1) : number.group(2));
        }
        Matcher cast = CAST_NUMBER.matcher(expression);
        if (cast.matches()) {
            return Optional.of(cast.group(1));
        }
        for (Pattern pattern : new Pattern[] {LITERAL, CAST_TEXT}) {
            Matcher quoted = pattern.matcher(expression);
            if (quoted.matches()) {
                return Optional.of(unquoted(quoted.group(1).equals("E"), quoted.group(2)));
            }
        }
        return Optional.empty();
    }

    private static String unquoted(boolean escaped, String quoted) {
        String text = quoted.substring(1, quoted.length() - 1).replace("''", "'");
        return escaped ? text.replace("\\\\", "\\") : text;
    }
}
