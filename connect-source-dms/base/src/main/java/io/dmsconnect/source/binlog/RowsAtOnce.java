// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;

/**
 * How many rows the driver takes from the network at once (it never asks the server for a cursor),
 * and has in memory then: as many as are small together, should each be as long as it may be.
 */
final class RowsAtOnce {
    private static final long BYTES = 4 << 20;
    private static final int MOST = 500;
    private static final int SHORT = 64;
    private static final int BYTES_OF_A_CHARACTER = 4;

    private RowsAtOnce() {}

    static int of(Table table, LargeValues large) {
        long row = 1;
        for (Column column : table.columns()) {
            row += large.leavesOut(column) ? LargeValues.LARGE : longest(column);
        }
        return (int) Math.max(1, Math.min(MOST, BYTES / row));
    }

    private static long longest(Column column) {
        return switch (column.type().kind()) {
            case STRING, WSTRING -> (long) BYTES_OF_A_CHARACTER * column.type().length();
            case BYTES -> column.type().length();
            case CLOB, NCLOB, BLOB ->
                    switch (column.type().declaredName()) {
                        case "tinytext", "tinyblob" -> 1 << 8;
                        case "text", "blob", "vector" -> 1 << 16;
                        case "mediumtext", "mediumblob" -> 1 << 24;
                        default -> 1L << 32;
                    };
            default -> SHORT;
        };
    }
}
