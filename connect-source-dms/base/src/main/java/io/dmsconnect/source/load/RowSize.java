// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.connect.Utf8Size;
import io.dmsconnect.core.event.LargeValue;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import java.util.stream.IntStream;

/** How large rows of a table are in a message; only columns that can be long are looked at. */
final class RowSize {
    private static final int SHORT = 1 << 12;

    private final int[] longColumns;

    RowSize(Table table) {
        longColumns =
                IntStream.range(0, table.columns().size())
                        .filter(i -> mayBeLong(table.columns().get(i).type()))
                        .toArray();
    }

    private static boolean mayBeLong(DataType type) {
        return switch (type.kind()) {
            case CLOB, NCLOB, BLOB -> true;
            case STRING, WSTRING, BYTES -> type.length() < 0 || type.length() > SHORT;
            default -> false;
        };
    }

    /** Quick, and never less than there are; without end for values that are not in memory. */
    long atMost(Object[] row) {
        long size = 0;
        for (int i : longColumns) {
            if (row[i] instanceof LargeValue) {
                return Long.MAX_VALUE;
            }
            size += row[i] instanceof String text ? 3L * text.length() : ofBytes(row[i]);
        }
        return size;
    }

    long of(Object[] row) {
        long size = 0;
        for (int i : longColumns) {
            size += row[i] instanceof String text ? Utf8Size.of(text) : ofBytes(row[i]);
        }
        return size;
    }

    private static long ofBytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        return value instanceof LargeValue large ? large.bytes() : 0;
    }
}
