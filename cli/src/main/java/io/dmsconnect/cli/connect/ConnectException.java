// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.connect;

/**
 * The worker cannot be reached, or refuses. The message is for people, and holds no configuration.
 */
public final class ConnectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ConnectException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Of HTTP; 0 where there was no answer. */
    public int status() {
        return status;
    }
}
