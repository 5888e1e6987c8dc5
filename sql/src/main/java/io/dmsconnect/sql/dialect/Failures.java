// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** What is behind the failure of a batch. */
final class Failures {
    private Failures() {}

    static SQLException root(SQLException failure) {
        SQLException found = failure;
        while (found instanceof BatchUpdateException) {
            if (found.getNextException() != null) {
                found = found.getNextException();
            } else if (found.getCause() instanceof SQLException cause) {
                found = cause;
            } else {
                return found;
            }
        }
        return found;
    }
}
