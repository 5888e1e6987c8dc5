// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.List;

/**
 * Statements at which a task stops, as docs/limits.md says. Their table is one of its own: after
 * that nobody follows it.
 *
 * @param certain must it stop, or may it only, since the log may have been read by then?
 * @param setup before the task starts
 * @param last at the end of the script
 */
record Stop(Limit limit, String table, boolean certain, List<String> setup, List<String> last) {
    /** A value of rows, and in statements, that no message may show. */
    static final String SECRET = "kept-7261-secret";
}
