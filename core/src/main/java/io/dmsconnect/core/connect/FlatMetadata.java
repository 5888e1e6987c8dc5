// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.Set;

/**
 * The fields that Debezium's ExtractNewRecordState adds to a row ({@code add.fields}). Any other
 * field is a column, so that rules reach it, however much its name looks like one of these.
 */
final class FlatMetadata {
    private static final String PREFIX = "__";

    /** Without the block's name before them: those that are hardly columns. */
    private static final Set<String> BARE =
            Set.of(
                    "op",
                    "deleted",
                    "ts_ms",
                    "ts_us",
                    "ts_ns",
                    "connector",
                    "snapshot",
                    "db",
                    "schema",
                    "table",
                    "txId",
                    "lsn",
                    "server_id",
                    "gtid",
                    "pos",
                    "change_lsn",
                    "commit_lsn",
                    "scn",
                    "commit_scn");

    private static final Set<String> OF_SOURCE =
            Set.of(
                    "version",
                    "name",
                    "sequence",
                    "xmin",
                    "origin",
                    "origin_lsn",
                    "file",
                    "row",
                    "thread",
                    "event_serial_no",
                    "ssn",
                    "rs_id",
                    "redo_thread",
                    "row_id",
                    "user_name");

    private static final Set<String> OF_TRANSACTION =
            Set.of("id", "total_order", "data_collection_order");

    private FlatMetadata() {}

    static boolean isOne(String field) {
        if (!field.startsWith(PREFIX)) {
            return false;
        }
        String name = field.substring(PREFIX.length());
        String ofSource = name.startsWith("source_") ? name.substring(7) : "";
        return BARE.contains(name)
                || BARE.contains(ofSource)
                || OF_SOURCE.contains(ofSource)
                || name.startsWith("transaction_") && OF_TRANSACTION.contains(name.substring(12));
    }

    /** The statement, which shows values whatever the rules say of them. */
    static boolean isStatement(String field) {
        return SourceBlock.STATEMENTS.stream()
                .anyMatch(name -> field.equals(PREFIX + name) || field.equals("__source_" + name));
    }
}
