// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import io.dmsconnect.core.schema.DataType;

/** Every digit becomes one character. */
record DigitsMask(char character) implements Mask {
    @Override
    public boolean accepts(DataType type) {
        return Texts.isText(type);
    }

    @Override
    public DataType type(DataType source) {
        return Texts.plain(source);
    }

    @Override
    public Object mask(Object value, DataType type) {
        if (value == null) {
            return null;
        }
        StringBuilder masked = new StringBuilder();
        Texts.text(value)
                .codePoints()
                .forEach(
                        c -> {
                            if (Character.isDigit(c)) {
                                masked.append(character);
                            } else {
                                masked.appendCodePoint(c);
                            }
                        });
        return masked.toString();
    }
}
