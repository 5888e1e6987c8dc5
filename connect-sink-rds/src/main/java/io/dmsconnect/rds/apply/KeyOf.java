// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.ValueText;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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

    /**
     * Are both keys written alike? 1.0 and 1.00 are not, and where the target keeps the key as text
     * (a numeric without a precision, on MySQL and MariaDB) they are two keys.
     */
    static boolean sameForm(Row one, Row other, int[] keyIndexes) {
        return form(one, keyIndexes).equals(form(other, keyIndexes));
    }

    private static List<String> form(Row row, int[] keyIndexes) {
        return Arrays.stream(keyIndexes)
                .mapToObj(row::value)
                .map(value -> value == null ? null : ValueText.format(value))
                .toList();
    }

    static Object[] values(Row row, int[] keyIndexes) {
        return Arrays.stream(keyIndexes).mapToObj(row::value).toArray();
    }

    /** 1.0 and 1.00 are one key, as are 0 and -0; arrays are not equal by content. */
    static Object comparable(Object value) {
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        if (value instanceof Double number && number == 0) {
            return 0.0;
        }
        if (value instanceof Float number && number == 0) {
            return 0f;
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    /** A row of which only the key is known. */
    static Row row(Table table, Object[] key) {
        Object[] values = new Object[table.columns().size()];
        Arrays.fill(values, ArrayRow.ABSENT);
        int[] indexes = table.keyIndexes();
        for (int i = 0; i < key.length; i++) {
            values[indexes[i]] = key[i];
        }
        return new ArrayRow(values);
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
