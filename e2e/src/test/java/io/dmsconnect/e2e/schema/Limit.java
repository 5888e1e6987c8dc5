// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.regex.Pattern;

/** What docs/limits.md says may stop a task, and what is said then. */
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
    TARGET_KEY("on the target: .* Reload the table, which makes it anew"),

    /** MariaDB: the log has rows of the past from there on. */
    VERSIONED("ALTER TABLE \\.\\.\\. SYSTEM VERSIONING: .*Exclude the table in the mappings"),

    /** MySQL and MariaDB: nobody knows what it makes of a table. */
    UNKNOWN_STATEMENT(
            "a statement ALTER TABLE in the log that names the table is not understood.*Exclude the"
                    + " table in the mappings and start the task, then include it again"),

    /** MySQL and MariaDB: a table that nobody can read the rows of in the log. */
    UNKNOWN_DEFINITION(
            "its definition is not understood, so that its changes cannot be followed; exclude the"
                    + " table"),

    /** MariaDB: a column that nobody sees is in the log, and its index is gone. */
    HIDDEN_COLUMN("a row in the log has \\d+ columns, where the table is known with \\d+"),

    /** MariaDB: values whose length the log does not say. */
    FORMER_TIMES("values of column d in the form of MariaDB 5\\.3.*ALTER TABLE \\.\\.\\. FORCE");

    private final Pattern said;

    Limit(String said) {
        this.said = Pattern.compile(said, Pattern.DOTALL);
    }

    boolean isSaid(String message) {
        return message.contains("ReplicationException")
                && !message.contains(Stop.SECRET)
                && said.matcher(message).find();
    }
}
