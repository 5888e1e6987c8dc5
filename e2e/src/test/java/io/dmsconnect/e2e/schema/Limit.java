// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.regex.Pattern;

/** What docs/limits.md says may stop a task that follows PostgreSQL, and what is said then. */
enum Limit {
    /**
     * Rows may have got values that the log does not tell, and the table is not loaded anew yet.
     */
    VALUES("may have changed the values of its rows; the log does not say so\\. Reload the table"),

    /** An update or delete of a table that nothing identifies rows of. */
    OLD_ROW(
            "the source's log does not carry the whole old row\\. Give the table a key, or run"
                    + " ALTER TABLE \\.\\.\\. REPLICA IDENTITY FULL"),

    /** The table has lost its key or replica identity, and nobody mends that. */
    UNFOLLOWED("updates and deletes are no longer in the log, .*REPLICA IDENTITY FULL"),

    /** The target still has the key that the source has dropped. */
    TARGET_KEY("on the target: .* Reload the table, which makes it anew");

    private final Pattern said;

    Limit(String said) {
        this.said = Pattern.compile(said, Pattern.DOTALL);
    }

    boolean isSaid(String message) {
        return message.contains("ReplicationException") && said.matcher(message).find();
    }
}
