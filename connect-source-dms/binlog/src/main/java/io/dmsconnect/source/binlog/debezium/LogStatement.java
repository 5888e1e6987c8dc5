// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements as Debezium's parser can read them: it does not know MariaDB's types for addresses.
 * They are called texts here, in a character set that {@link ExactColumns} knows them by.
 */
public final class LogStatement {
    /** Quoted text and comments, which are passed over, or one of the types. */
    private static final Pattern PARTS =
            Pattern.compile(
                    "'(?:[^'\\\\]|\\\\.|'')*'|\"(?:[^\"\\\\]|\\\\.|\"\")*\"|`(?:[^`]|``)*`"
                            + "|/\\*.*?\\*/|--[ \\t][^\\n]*|#[^\\n]*"
                            + "|(?<=[\\s`])(inet6|inet4)(?=[\\s,)]|$)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private LogStatement() {}

    public static String readable(String ddl) {
        Matcher parts = PARTS.matcher(ddl);
        StringBuilder readable = new StringBuilder(ddl.length());
        while (parts.find()) {
            String type = parts.group(1);
            String part = type == null ? parts.group() : asText(type);
            parts.appendReplacement(readable, Matcher.quoteReplacement(part));
        }
        return parts.appendTail(readable).toString();
    }

    private static String asText(String type) {
        return "varchar(45) character set '" + type.toLowerCase(Locale.ROOT) + "'";
    }
}
