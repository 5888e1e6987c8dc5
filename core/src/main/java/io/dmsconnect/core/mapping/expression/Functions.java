// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import java.sql.SQLException;
import org.sqlite.Function;

/** The functions DMS has beside SQLite's. */
final class Functions {
    private Functions() {}

    /**
     * SHA-256 of a text's UTF-8 or of bytes, 64 hexadecimal digits in upper case as DMS's masks.
     */
    static final class HashSha256 extends Function {
        private final Sha256 digest = new Sha256();

        @Override
        protected void xFunc() throws SQLException {
            arguments(this, args(), 1, "hash_sha256(x)");
            byte[] bytes = value_blob(0);
            if (value_type(0) == 5 || bytes == null && value_text(0) == null) {
                result();
                return;
            }
            result(digest.of(bytes == null ? new byte[0] : bytes));
        }
    }

    /**
     * {@code replaceChars(X, Y, Z)}: each character of Y that is in X becomes the one at its place
     * in Z; those beyond Z's end become Z's first.
     */
    static final class ReplaceChars extends Function {
        @Override
        protected void xFunc() throws SQLException {
            arguments(this, args(), 3, "replaceChars(x, y, z)");
            String text = value_text(0);
            String from = value_text(1);
            String to = value_text(2);
            if (text == null || from == null || to == null) {
                result();
            } else {
                result(replace(text, from.codePoints().toArray(), to.codePoints().toArray()));
            }
        }

        static String replace(String text, int[] from, int[] to) {
            StringBuilder replaced = new StringBuilder();
            text.codePoints()
                    .forEach(
                            c -> {
                                int place = indexOf(from, c);
                                if (place < 0) {
                                    replaced.appendCodePoint(c);
                                } else if (to.length > 0) {
                                    replaced.appendCodePoint(to[place < to.length ? place : 0]);
                                }
                            });
            return replaced.toString();
        }

        private static int indexOf(int[] characters, int wanted) {
            for (int i = 0; i < characters.length; i++) {
                if (characters[i] == wanted) {
                    return i;
                }
            }
            return -1;
        }
    }

    private static void arguments(Function function, int given, int wanted, String form)
            throws SQLException {
        if (given != wanted) {
            throw new SQLException("wrong number of arguments, it is " + form);
        }
    }
}
