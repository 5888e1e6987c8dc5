// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.Table;
import org.apache.kafka.connect.data.Schema;

/** The values of one shape of row image. */
final class RowDecoder {
    private final ValueDecoder[] decoders;
    private final Absence absence;

    /**
     * @param table the row schema's fields as columns, in the same order
     * @param absence how the rows show an absent value
     */
    RowDecoder(Table table, Schema row, Absence absence) {
        this.decoders = new ValueDecoder[table.columns().size()];
        for (int i = 0; i < decoders.length; i++) {
            decoders[i] =
                    ValueDecoder.of(row.fields().get(i).schema(), table.columns().get(i).type());
        }
        this.absence = absence;
    }

    Object decode(int column, Object value) {
        return decoders[column].decode(value);
    }

    boolean isAbsent(Object value) {
        return absence.is(value);
    }
}
