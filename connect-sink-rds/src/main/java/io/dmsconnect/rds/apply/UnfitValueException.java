// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

/** A value that has no binary form here; the server is asked to read its text. */
final class UnfitValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfitValueException() {
        super(null, null, false, false);
    }
}
