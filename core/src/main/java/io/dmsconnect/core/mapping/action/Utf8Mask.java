// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/**
 * A {@link Mask} of texts that needs no text: it takes UTF-8 and gives what {@link Mask#mask}
 * gives, in UTF-8. Not thread-safe.
 */
public interface Utf8Mask {
    /**
     * @return valid until the next call
     */
    byte[] mask(byte[] utf8, int offset, int length);
}
