// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** 64 hexadecimal digits in upper case, as DMS's masks. Not thread-safe. */
final class Sha256 {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    String of(byte[] bytes) {
        return HEX.formatHex(digest.digest(bytes));
    }
}
