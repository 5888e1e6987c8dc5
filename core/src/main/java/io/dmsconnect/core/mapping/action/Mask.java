// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import io.dmsconnect.core.schema.DataType;
import java.util.Optional;

/** Makes values unreadable. Thread-safe. */
public sealed interface Mask permits DigitsMask, DigitsRandomize, HashMask, KeyedHashMask {
    /** Can values of this type be masked? */
    boolean accepts(DataType type);

    /** The type of masked values. */
    DataType type(DataType source);

    /**
     * @param value in the Java class of the type's kind; null stays null
     * @param type of the column, unmasked
     * @throws MaskException for a value that cannot be masked; it is never given back as it is
     */
    Object mask(Object value, DataType type);

    /** The same for UTF-8; empty where it takes the text itself. */
    default Optional<Utf8Mask> ofUtf8() {
        return Optional.empty();
    }
}
