// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.schema.TableId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Something a check of the source found.
 *
 * @param key configuration key it belongs to, such as {@code database.user}
 * @param message what is wrong and what to do about it
 * @param fatal false for a warning
 */
public record Finding(String key, String message, boolean fatal) {
    private static final int NAMED_TABLES = 10;

    public Finding {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(message, "message");
    }

    /** A few of many names, for a message. */
    public static String named(Collection<TableId> tables) {
        List<String> first = tables.stream().limit(NAMED_TABLES).map(TableId::toString).toList();
        int more = tables.size() - first.size();
        return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
    }

    public static Finding error(String key, String message) {
        return new Finding(key, message, true);
    }

    public static Finding warning(String key, String message) {
        return new Finding(key, message, false);
    }
}
