// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/** A value that cannot be masked, and so must not be written. Never holds the value. */
public final class MaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MaskException(String message) {
        super(message);
    }
}
