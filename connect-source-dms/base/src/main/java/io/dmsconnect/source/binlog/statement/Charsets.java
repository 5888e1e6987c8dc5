// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import java.util.Locale;
import java.util.Optional;

/** Character sets by the names of their collations: {@code latin1_swedish_ci} is of latin1. */
final class Charsets {
    private Charsets() {}

    /** Empty for a collation of whatever character set it is used with. */
    static Optional<String> ofCollation(String collation) {
        String name = collation.toLowerCase(Locale.ROOT);
        int end = name.indexOf('_');
        String charset = end < 0 ? name : name.substring(0, end);
        boolean isOfAny = charset.startsWith("uca") || end < 0 && !charset.equals("binary");
        return isOfAny ? Optional.empty() : Optional.of(charset);
    }
}
