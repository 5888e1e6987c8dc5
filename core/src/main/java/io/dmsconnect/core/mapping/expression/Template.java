// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression's text as SQL with parameters: only as much is understood of it as it takes to find
 * its variables, and to refuse what is more than an expression.
 */
final class Template {
    /** Statements, and functions that reach outside. */
    private static final Set<String> REFUSED =
            Set.of("select", "values", "with", "pragma", "attach", "load_extension", "readfile");

    /** Of one row they are the value itself, or 1: hardly what was meant. */
    private static final Set<String> OF_MANY_ROWS =
            Set.of("count", "sum", "avg", "total", "group_concat", "string_agg");

    static final String OPERATION_INDICATOR = "operation_indicator";
    static final String HASH_SHA256 = "hash_sha256";

    private static final Pattern ONE_VARIABLE =
            Pattern.compile("\\s*\\(\\s*\\$([\\p{L}\\p{Nd}_]+)\\s*\\)");

    private final String text;
    private final Names names;
    private final StringBuilder sql = new StringBuilder();
    private final List<Parameter> parameters = new ArrayList<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> literals = new HashSet<>();
    private final Deque<Indicator> indicators = new ArrayDeque<>();
    private int at;
    private int depth;

    /** An open call of {@code operation_indicator}: how deep it is, and its argument's number. */
    private static final class Indicator {
        final int depth;
        int argument;

        Indicator(int depth) {
            this.depth = depth;
        }
    }

    Template(String text, Names names) {
        this.text = text;
        this.names = names;
        if (text.isBlank()) {
            throw new ExpressionException("the expression is empty");
        }
        while (at < text.length()) {
            next();
        }
        if (depth > 0) {
            throw new ExpressionException("a parenthesis is never closed");
        }
    }

    String sql() {
        return sql.toString();
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /** In lower case: names of functions, keywords. */
    Set<String> words() {
        return words;
    }

    /** In lower case, without quotes. */
    Set<String> literals() {
        return literals;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            quoted(c);
        } else if (c == '$') {
            variable();
        } else if (isWord(c)) {
            word();
        } else if (c == ';' || text.startsWith("--", at) || text.startsWith("/*", at)) {
            throw new ExpressionException(
                    "'%s' at character %d: only one expression, without comments, may be given"
                            .formatted(c == ';' ? ";" : text.substring(at, at + 2), at + 1));
        } else if (c == '?' || c == ':' || c == '@' || c == '#') {
            throw new ExpressionException(
                    "'%s' at character %d has no meaning; columns are $NAME, texts are in '...'"
                            .formatted(c, at + 1));
        } else {
            nest(c);
            if (!indicated(c)) {
                sql.append(c);
            }
            at++;
        }
    }

    private void nest(char c) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth < 0) {
            throw new ExpressionException(
                    "the parenthesis at character %d was never opened".formatted(at + 1));
        }
        if (c == ',' && depth == 0) {
            throw new ExpressionException(
                    "the comma at character %d: it has to be one expression, not several"
                            .formatted(at + 1));
        }
    }

    private void quoted(char quote) {
        int start = at++;
        while (true) {
            int end = text.indexOf(quote, at);
            if (end < 0) {
                throw new ExpressionException(
                        "the %s at character %d is never closed".formatted(quote, start + 1));
            }
            at = end + 1;
            if (at < text.length() && text.charAt(at) == quote) {
                at++;
            } else {
                break;
            }
        }
        String part = text.substring(start, at);
        if (quote == '"') {
            // SQLite would take it for a text where there is no such column, and there is none
            throw new ExpressionException(
                    "%s at character %d: columns are written $NAME, texts in single quotes"
                            .formatted(part, start + 1));
        }
        literals.add(part.substring(1, part.length() - 1).toLowerCase(Locale.ROOT));
        sql.append(part);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || Character.isSurrogate(c);
    }

    private String run() {
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private void variable() {
        int start = at++;
        String name = run();
        if (name.isEmpty()) {
            throw new ExpressionException(
                    "a $ at character %d without a name behind it".formatted(start + 1));
        }
        sql.append(parameter(names.resolve(name)));
    }

    private String parameter(Parameter parameter) {
        int index = parameters.indexOf(parameter);
        if (index < 0) {
            index = parameters.size();
            parameters.add(parameter);
        }
        return "?" + (index + 1);
    }

    private void word() {
        int start = at;
        String word = run();
        String lower = word.toLowerCase(Locale.ROOT);
        if (REFUSED.contains(lower)) {
            throw new ExpressionException(
                    "'%s' at character %d: an expression may not hold a query"
                            .formatted(word, start + 1));
        }
        if (OF_MANY_ROWS.contains(lower) && text.substring(at).stripLeading().startsWith("(")) {
            throw new ExpressionException(
                    "'%s' at character %d: an expression is over one row, not many"
                            .formatted(word, start + 1));
        }
        words.add(lower);
        if (lower.equals(OPERATION_INDICATOR) && comes('(')) {
            indicator();
        } else if (!lower.equals(HASH_SHA256) || !hashOfText()) {
            sql.append(word);
        }
    }

    private boolean comes(char wanted) {
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next < text.length() && text.charAt(next) == wanted;
    }

    /** A function called back from SQLite for every row would take five times as long. */
    private void indicator() {
        at = text.indexOf('(', at) + 1;
        depth++;
        indicators.push(new Indicator(depth));
        sql.append("(CASE ")
                .append(parameter(new Parameter.OfHeader(HeaderVariable.AR_H_OPERATION)))
                .append(" WHEN 'DELETE' THEN (");
    }

    /** True where the character belongs to a call of {@code operation_indicator}. */
    private boolean indicated(char c) {
        Indicator call = indicators.peek();
        if (call == null) {
            return false;
        }
        if (c == ',' && depth == call.depth) {
            call.argument++;
            indicatorHas(call.argument < 3);
            sql.append(call.argument == 1 ? ") WHEN 'UPDATE' THEN (" : ") ELSE (");
            return true;
        }
        if (c == ')' && depth < call.depth) {
            indicatorHas(call.argument == 2);
            indicators.pop();
            sql.append(") END)");
            return true;
        }
        return false;
    }

    private void indicatorHas(boolean threeArguments) {
        if (!threeArguments) {
            throw new ExpressionException(
                    "wrong number of arguments at character %d, it is operation_indicator(delete, update, insert)"
                            .formatted(at + 1));
        }
    }

    /** The hash of a text's column is a value like the column, and needs no call from SQLite. */
    private boolean hashOfText() {
        Matcher argument = ONE_VARIABLE.matcher(text).region(at, text.length());
        if (argument.lookingAt()
                && names.resolve(argument.group(1)) instanceof Parameter.OfColumn of
                && Parameter.OfHash.takes(of.column().type().kind())) {
            sql.append(parameter(new Parameter.OfHash(of)));
            at = argument.end();
            return true;
        }
        return false;
    }
}
