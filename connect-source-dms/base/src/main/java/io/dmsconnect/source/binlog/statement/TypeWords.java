// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The words a statement calls a column's type by, in place of which the catalogue has others:
 * {@code NATIONAL CHARACTER VARYING(9)} is {@code varchar(9)} in utf8.
 *
 * @param name as the catalogue calls it; null for the words themselves
 * @param words number of them
 * @param national is its character set utf8?
 */
record TypeWords(String name, int words, boolean national) {
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("int1", "tinyint"),
                    Map.entry("int2", "smallint"),
                    Map.entry("int3", "mediumint"),
                    Map.entry("middleint", "mediumint"),
                    Map.entry("int4", "int"),
                    Map.entry("integer", "int"),
                    Map.entry("int8", "bigint"),
                    Map.entry("float4", "float"),
                    Map.entry("float8", "double"),
                    Map.entry("dec", "decimal"),
                    Map.entry("fixed", "decimal"),
                    Map.entry("numeric", "decimal"));

    private static final Set<String> TEXTS =
            Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");

    /** Is it in a character set? */
    boolean isText(String written) {
        String word = name == null ? written.toLowerCase(Locale.ROOT) : name;
        return TEXTS.contains(word) || word.equals("enum") || word.equals("set");
    }

    static TypeWords at(List<Token> tokens, int at) {
        String word = word(tokens, at);
        String next = word(tokens, at + 1);
        String last = word(tokens, at + 2);
        boolean varies = next.equals("varying") || next.equals("varchar");
        switch (word) {
            case "national" -> {
                boolean isLong = next.equals("varchar") || last.equals("varying");
                return new TypeWords(
                        isLong ? "varchar" : "char", last.equals("varying") ? 3 : 2, true);
            }
            case "nchar" -> {
                return new TypeWords(varies ? "varchar" : "char", varies ? 2 : 1, true);
            }
            case "nvarchar" -> {
                return new TypeWords("varchar", 1, true);
            }
            case "char", "character" -> {
                return next.equals("varying")
                        ? new TypeWords("varchar", 2, false)
                        : new TypeWords("char", 1, false);
            }
            case "long" -> {
                if (next.equals("varbinary")) {
                    return new TypeWords("mediumblob", 2, false);
                }
                boolean isLong = last.equals("varying") && next.startsWith("char");
                return new TypeWords(
                        "mediumtext", isLong ? 3 : next.equals("varchar") ? 2 : 1, false);
            }
            case "double" -> {
                return new TypeWords("double", next.equals("precision") ? 2 : 1, false);
            }
            default -> {
                return new TypeWords(NAMES.get(word), 1, false);
            }
        }
    }

    private static String word(List<Token> tokens, int at) {
        return at < tokens.size() && tokens.get(at).kind() == Token.Kind.WORD
                ? tokens.get(at).text().toLowerCase(Locale.ROOT)
                : "";
    }
}
