// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Schema;

/** The values of one shape of row image. */
final class RowDecoder {
    private final ValueDecoder[] decoders;
    private final String absentText;
    private final ByteBuffer absentBytes;

    /**
     * @param table the row schema's fields as columns, in the same order
     * @param absentText what stands for an absent value
     */
    RowDecoder(Table table, Schema row, String absentText) {
        this.decoders = new ValueDecoder[table.columns().size()];
        for (int i = 0; i < decoders.length; i++) {
            decoders[i] =
                    ValueDecoder.of(row.fields().get(i).schema(), table.columns().get(i).type());
        }
        this.absentText = absentText;
        this.absentBytes = ByteBuffer.wrap(absentText.getBytes(StandardCharsets.UTF_8));
    }

    Object decode(int column, Object value) {
        return decoders[column].decode(value);
    }

    boolean isAbsent(Object value) {
        if (value instanceof String text) {
            return text.equals(absentText);
        }
        if (value instanceof byte[] bytes) {
            return absentBytes.equals(ByteBuffer.wrap(bytes));
        }
        return value instanceof ByteBuffer buffer && absentBytes.equals(buffer);
    }
}
