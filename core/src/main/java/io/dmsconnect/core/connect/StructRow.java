// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.Row;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** A row image of a record, decoded column by column when somebody asks. Not thread-safe. */
final class StructRow implements Row {
    private final Struct image;
    private final List<Field> fields;
    private final RowDecoder decoder;
    private final Set<String> absent;

    StructRow(Struct image, RowDecoder decoder) {
        this(image, decoder, Set.of());
    }

    /**
     * @param absent columns that the image does not carry and cannot say so in place
     */
    StructRow(Struct image, RowDecoder decoder, Set<String> absent) {
        this.image = image;
        this.fields = image.schema().fields();
        this.decoder = decoder;
        this.absent = absent;
    }

    @Override
    public int size() {
        return fields.size();
    }

    private Object raw(int column) {
        return image.getWithoutDefault(fields.get(column).name());
    }

    @Override
    public Object value(int column) {
        Object raw = raw(column);
        return raw == null ? null : decoder.decode(column, raw);
    }

    @Override
    public boolean isPresent(int column) {
        if (!absent.isEmpty() && absent.contains(fields.get(column).name())) {
            return false;
        }
        Object raw = raw(column);
        return raw == null || !decoder.isAbsent(raw);
    }
}
