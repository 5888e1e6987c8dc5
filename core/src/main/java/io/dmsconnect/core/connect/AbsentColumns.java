// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;

/** Names, in a record's headers, the columns that an image of it does not carry. */
public final class AbsentColumns {
    private AbsentColumns() {}

    /**
     * Adds to what the record says already.
     *
     * @param image {@code before} or {@code after}
     * @param columns the fields' names
     */
    public static void add(ConnectRecord<?> record, String image, List<String> columns) {
        if (columns.isEmpty()) {
            return;
        }
        List<String> all = new ArrayList<>();
        Inbound.absentColumns(record)
                .forEach(
                        (name, known) ->
                                known.forEach(column -> all.addAll(List.of(name, column))));
        columns.forEach(column -> all.addAll(List.of(image, column)));
        record.headers().remove(Names.ABSENT_COLUMNS);
        record.headers().addString(Names.ABSENT_COLUMNS, HeaderText.of(all));
    }
}
