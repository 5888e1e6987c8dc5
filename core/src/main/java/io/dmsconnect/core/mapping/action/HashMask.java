// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import io.dmsconnect.core.schema.DataType;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** SHA-256 of the text's UTF-8, 64 hexadecimal digits in upper case, without salt, as AWS. */
record HashMask() implements Mask {
    private static final ThreadLocal<MessageDigest> DIGEST =
            ThreadLocal.withInitial(HashMask::digest);

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
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
        if (value == null) {
            return null;
        }
        byte[] digest = DIGEST.get().digest(Texts.text(value).getBytes(StandardCharsets.UTF_8));
        return UpperHex.of(digest);
    }

    @Override
    public Optional<Utf8Mask> ofUtf8() {
        MessageDigest digest = digest();
        byte[] hash = new byte[32];
        byte[] digits = new byte[64];
        return Optional.of(
                (utf8, offset, length) -> {
                    digest.update(utf8, offset, length);
                    try {
                        digest.digest(hash, 0, hash.length);
                    } catch (DigestException e) {
                        throw new IllegalStateException("32 bytes are enough", e);
                    }
                    UpperHex.write(hash, digits);
                    return digits;
                });
    }
}
