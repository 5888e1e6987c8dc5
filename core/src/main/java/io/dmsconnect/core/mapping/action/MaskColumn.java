// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.util.Objects;

/** The target never sees the column's values as they are. */
public record MaskColumn(Kind kind, char character) implements Action {
    /** How values are made unreadable. */
    public enum Kind {
        DIGITS_MASK,
        DIGITS_RANDOMIZE,
        HASH_MASK,
        KEYED_HASH_MASK
    }

    public MaskColumn {
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * @param key of keyed masks; empty for none
     */
    public Mask mask(byte[] key) {
        return switch (kind) {
            case DIGITS_MASK -> new DigitsMask(character);
            case DIGITS_RANDOMIZE -> new DigitsRandomize(key);
            case HASH_MASK -> new HashMask();
            case KEYED_HASH_MASK -> new KeyedHashMask(key);
        };
    }

    /** True where it cannot be done without a key. */
    public boolean needsKey() {
        return kind == Kind.KEYED_HASH_MASK;
    }

    /** True where, without a key, a value has another mask each time. */
    public boolean isRandom() {
        return kind == Kind.DIGITS_RANDOMIZE;
    }

    /** True where different values may have one mask. */
    public boolean mayCollide() {
        return kind == Kind.DIGITS_MASK || kind == Kind.DIGITS_RANDOMIZE;
    }
}
