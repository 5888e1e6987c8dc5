// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

/** The task has failed; the message is the connector's own. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunFailedException(String message) {
        super(message);
    }
}
