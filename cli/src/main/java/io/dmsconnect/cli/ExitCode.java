// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

/** What the command ends with. */
final class ExitCode {
    static final int DONE = 0;

    /** The job failed. */
    static final int FAILED = 1;

    /** The input is wrong; nothing has been touched. */
    static final int WRONG_INPUT = 2;

    private ExitCode() {}
}
