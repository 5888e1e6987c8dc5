// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under one key. Thread-safe. */
final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

    Hmac(byte[] key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("a keyed mask needs a key");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Afterwards it is as it was made, so each thread needs one only. */
    byte[] of(byte[] message) {
        return macs.get().doFinal(message);
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    @Override
    public String toString() {
        return ALGORITHM;
    }
}
