// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import io.dmsconnect.core.schema.DataType;
import java.nio.charset.StandardCharsets;

/**
 * HMAC-SHA-256 of the text's UTF-8, 64 hexadecimal digits in upper case: without the key nobody can
 * find a value by trying all there are.
 */
record KeyedHashMask(Hmac hmac) implements Mask {
    KeyedHashMask(byte[] key) {
        this(new Hmac(key));
    }

    @Override
    public boolean accepts(DataType type) {
        return Texts.isText(type);
    }

    @Override
    public DataType type(DataType source) {
        return Texts.hashed(source);
    }

    @Override
    public Object mask(Object value, DataType type) {
        return value == null
                ? null
                : UpperHex.of(hmac.of(Texts.text(value).getBytes(StandardCharsets.UTF_8)));
    }
}
