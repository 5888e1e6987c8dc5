// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.ValueText;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A row's key as something that equals another row's. */
final class KeyOf {
    private KeyOf() {}

    static List<Object> row(Row row, int[] keyIndexes) {
        List<Object> key = new ArrayList<>(keyIndexes.length);
        for (int index : keyIndexes) {
            key.add(comparable(row.value(index)));
        }
        return key;
    }

    /** 1.0 and 1.00 are one key; arrays are not equal by content. */
    private static Object comparable(Object value) {
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    /** {@code id=7, part=x}, for the one who has to find the row. */
    static String text(Table table, Row row) {
        if (!table.hasKey() || row == null) {
            return "(no key)";
        }
        StringBuilder text = new StringBuilder();
        for (int index : table.keyIndexes()) {
            Object value = row.value(index);
            text.append(text.isEmpty() ? "" : ", ")
                    .append(table.columns().get(index).name())
                    .append('=')
                    .append(value == null ? "null" : ValueText.format(value));
        }
        return text.toString();
    }
}
