// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.failure;

/** What a failure means for the task. */
public enum FailureKind {
    /** Wrong input: nothing has been touched, the message says what to change. */
    CONFIGURATION,
    /** The same thing may succeed later: connection lost, deadlock, server starting. */
    RECOVERABLE,
    /** One row is refused; others are fine. */
    RECORD,
    /** A table is missing or cannot be changed; its rows cannot be written. */
    TABLE,
    /** Anything else: stop. */
    FATAL
}
