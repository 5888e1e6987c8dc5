// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * INSERT of one row whose large values are sent as streams of bytes, each by itself: for servers
 * whose bulk way takes too long with a large value.
 *
 * @param from bytes of a value from which on a row is inserted
 * @param largestPacket a query: how many bytes a value that is sent by itself may have, and how
 *     many all others of the row together
 * @param text what stands for a text that is sent as bytes of UTF-8, with one question mark
 */
public record StreamedInsert(long from, String largestPacket, String text) {
    /**
     * @param streamed which columns of the table are sent as bytes
     */
    public String sql(Dialect dialect, Table table, IntPredicate streamed) {
        List<ColumnType> types = dialect.columnTypes(table);
        List<String> places = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            boolean asText = streamed.test(i) && !isBytes(table.columns().get(i));
            places.add(asText ? text : types.get(i).placeholder());
        }
        return "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                        dialect.quote(table.id()),
                        Clauses.names(dialect, table.columns()),
                        String.join(", ", places));
    }

    private static boolean isBytes(Column column) {
        return column.type().kind() == DataType.Kind.BLOB
                || column.type().kind() == DataType.Kind.BYTES;
    }
}
