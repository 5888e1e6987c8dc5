// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

/** The rows did not arrive, or not as they were. */
final class MeasurementFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    MeasurementFailedException(String message) {
        super(message);
    }
}
