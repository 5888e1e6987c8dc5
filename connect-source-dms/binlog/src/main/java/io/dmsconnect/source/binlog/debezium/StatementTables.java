// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.binlog.debezium.StatementWords.Word;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which tables a statement changes that the log has as a text, not as rows. Where a statement names
 * several tables and only some of them are changed, all count that may be.
 *
 * @param kind its first word: UPDATE
 * @param names tables it changes
 * @param all may it change any table, since it calls a function?
 */
record StatementTables(String kind, Set<Name> names, boolean all) {

    /**
     * @param database null where any may be meant
     */
    record Name(String database, String table) {
        /** Names are compared without regard to case: some servers do. */
        boolean mayBe(TableId id) {
            return table.equalsIgnoreCase(id.name())
                    && (database == null || database.equalsIgnoreCase(id.schema()));
        }
    }

    private static final Set<String> OF_ROWS =
            Set.of(
                    "INSERT", "REPLACE", "UPDATE", "DELETE", "LOAD", "WITH", "SELECT", "DO", "CALL");

    /** What calls functions or procedures, which change whatever they like. */
    private static final Set<String> ANY = Set.of("SELECT", "DO", "CALL");

    private static final Set<String> MODIFIERS =
            Set.of("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "IGNORE", "INTO");

    /**
     * Empty for a statement that changes no rows (but perhaps the shape of a table).
     *
     * @param database the session's
     */
    static Optional<StatementTables> of(String sql, String database) {
        List<Word> words = StatementWords.of(sql);
        int first = first(words);
        if (first >= words.size() || words.get(first).quoted()) {
            return Optional.empty();
        }
        String kind = words.get(first).text().toUpperCase(Locale.ROOT);
        if (!OF_ROWS.contains(kind)) {
            return Optional.empty();
        }
        if (ANY.contains(kind)) {
            return Optional.of(new StatementTables(kind, Set.of(), true));
        }
        return Optional.of(new StatementTables(kind, names(kind, words, first, database), false));
    }

    /** Where the statement itself begins, behind MariaDB's SET STATEMENT ... FOR. */
    private static int first(List<Word> words) {
        int first = 0;
        while (first < words.size() && words.get(first).is("(")) {
            first++;
        }
        if (words.size() > first + 1
                && words.get(first).is("SET")
                && words.get(first + 1).is("STATEMENT")) {
            while (first < words.size() && !words.get(first).is("FOR")) {
                first++;
            }
            first++;
        }
        return first;
    }

    private static Set<Name> names(String kind, List<Word> words, int first, String database) {
        int at = first + 1;
        boolean named = true;
        switch (kind) {
            case "LOAD" -> at = after(words, at, "TABLE");
            case "DELETE" -> {
                at = afterModifiers(words, at);
                if (at < words.size() && words.get(at).is("HISTORY")) {
                    // MariaDB's former rows, which no target has
                    return Set.of();
                }
                named = at < words.size() && words.get(at).is("FROM");
                at++;
            }
            case "WITH" -> named = false;
            default -> at = afterModifiers(words, at);
        }
        int end = endOfName(words, at);
        if (!named || end < 0 || joins(kind, words, end)) {
            return anywhere(words);
        }
        boolean qualified = end - at == 3;
        return Set.of(
                new Name(
                        qualified ? words.get(at).text() : database,
                        words.get(end - 1).text()));
    }

    private static int after(List<Word> words, int from, String word) {
        int at = from;
        while (at < words.size() && !words.get(at).is(word)) {
            at++;
        }
        return at + 1;
    }

    private static int afterModifiers(List<Word> words, int from) {
        int at = from;
        while (at < words.size()
                && !words.get(at).quoted()
                && MODIFIERS.contains(words.get(at).text().toUpperCase(Locale.ROOT))) {
            at++;
        }
        return at;
    }

    /** Behind {@code t} or {@code d.t}; negative where no name is there. */
    private static int endOfName(List<Word> words, int at) {
        if (at >= words.size() || !words.get(at).isName()) {
            return -1;
        }
        boolean qualified =
                at + 2 < words.size()
                        && words.get(at + 1).is(".")
                        && words.get(at + 2).isName();
        return qualified ? at + 3 : at + 1;
    }

    /** Does the statement change rows of several tables, or of one that it names by an alias? */
    private static boolean joins(String kind, List<Word> words, int end) {
        if (kind.equals("UPDATE")) {
            int at = end;
            while (at < words.size() && !words.get(at).is("SET")) {
                if (words.get(at).is(",")
                        || words.get(at).is("JOIN")
                        || words.get(at).is("STRAIGHT_JOIN")) {
                    return true;
                }
                at++;
            }
            return at == words.size();
        }
        return kind.equals("DELETE")
                && end < words.size()
                && (words.get(end).is(",")
                        || words.get(end).is(".")
                        || words.get(end).is("USING")
                        || words.get(end).is("FROM"));
    }

    /** Whatever may be the name of a table. */
    private static Set<Name> anywhere(List<Word> words) {
        Set<Name> names = new HashSet<>();
        for (Word word : words) {
            if (word.isName()) {
                names.add(new Name(null, word.text()));
            }
        }
        return names;
    }
}
