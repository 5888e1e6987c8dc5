// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

/** Something could not be found out just now; it is asked again. */
final class NotKnownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotKnownException(String message, Throwable cause) {
        super(message, cause);
    }
}
