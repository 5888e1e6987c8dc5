// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import java.util.Locale;
import java.util.Set;

/**
 * Reads what CREATE DATABASE and ALTER DATABASE say of the character set. ALTER DATABASE without a
 * name is about the one it is run in: {@code ALTER DATABASE CHARACTER SET latin1}.
 */
final class DatabaseReader {
    /** What follows ALTER DATABASE where it names none. */
    private static final Set<String> OPTIONS =
            Set.of(
                    "DEFAULT",
                    "CHARACTER",
                    "CHAR",
                    "CHARSET",
                    "COLLATE",
                    "COMMENT",
                    "ENCRYPTION",
                    "READ");

    private DatabaseReader() {}

    static Statement altered(Cursor cursor, String text) {
        Token next = cursor.peek(0);
        boolean isNamed =
                next != null
                        && (next.kind() != Token.Kind.WORD
                                || !OPTIONS.contains(next.text().toUpperCase(Locale.ROOT)));
        String name = isNamed ? cursor.name().text() : cursor.database();
        String charset = charset(cursor);
        return charset == null
                ? new Statement.Other(text, "ALTER DATABASE", true)
                : new Statement.Database(
                        "ALTER DATABASE " + quoted(name) + charset, "ALTER DATABASE");
    }

    static Statement created(Cursor cursor, String text, boolean replaces) {
        if (replaces) {
            // its tables go with the database that was there
            return new Statement.Other(text, "CREATE OR REPLACE DATABASE", false);
        }
        String exists = cursor.take("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
        String name = cursor.name().text();
        String charset = charset(cursor);
        return new Statement.Database(
                "CREATE DATABASE " + exists + quoted(name) + (charset == null ? "" : charset),
                "CREATE DATABASE");
    }

    /** As an option; null for none. */
    private static String charset(Cursor cursor) {
        String charset = null;
        boolean named = false;
        while (!cursor.atEnd()) {
            if (cursor.take("CHARSET")
                    || cursor.take("CHARACTER", "SET")
                    || cursor.take("CHAR", "SET")) {
                cursor.takeSymbol('=');
                charset = cursor.next().text();
                named = true;
            } else if (cursor.take("COLLATE")) {
                cursor.takeSymbol('=');
                String collation = cursor.next().text();
                if (!named) {
                    // whoever uses a name that is none is told so
                    charset = Charsets.ofCollation(collation).orElse(collation);
                }
            } else {
                cursor.next();
            }
        }
        if (charset == null || charset.equalsIgnoreCase("DEFAULT")) {
            return charset == null ? null : " CHARACTER SET DEFAULT";
        }
        return " CHARACTER SET '" + charset.replace("'", "''") + "'";
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
