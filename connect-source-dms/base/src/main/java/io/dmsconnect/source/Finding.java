// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.util.Objects;

/**
 * Something a check of the source found.
 *
 * @param key configuration key it belongs to, such as {@code database.user}
 * @param message what is wrong and what to do about it
 * @param fatal false for a warning
 */
public record Finding(String key, String message, boolean fatal) {
    public Finding {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(message, "message");
    }

    public static Finding error(String key, String message) {
        return new Finding(key, message, true);
    }

    public static Finding warning(String key, String message) {
        return new Finding(key, message, false);
    }
}
