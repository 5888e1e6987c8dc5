// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TemporalText;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.function.IntPredicate;

/** Values in the form AWS DMS gives them in JSON; what JSON cannot hold is a text. */
final class DmsValueWriter {
    private final boolean nulls;
    private final String hexPrefix;

    DmsValueWriter(boolean nulls, boolean noHexPrefix) {
        this.nulls = nulls;
        this.hexPrefix = noHexPrefix ? "" : "0x";
    }

    /** An object of the row's columns that are accepted and not absent. */
    void row(JsonGenerator json, Table table, Row row, IntPredicate accepted) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < row.size(); i++) {
            if (row.isPresent(i) && accepted.test(i) && (nulls || row.value(i) != null)) {
                json.writeFieldName(table.columns().get(i).name());
                value(json, row.value(i));
            }
        }
        json.writeEndObject();
    }

    private void value(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof BigDecimal decimal) {
            json.writeNumber(decimal.toPlainString());
        } else if (value instanceof Number number) {
            boolean finite = Double.isFinite(number.doubleValue());
            if (finite || !(number instanceof Float || number instanceof Double)) {
                json.writeNumber(number.toString());
            } else {
                json.writeString(number.toString());
            }
        } else {
            json.writeString(text(value));
        }
    }

    /** The value inside a partition key. */
    String text(Object value) {
        if (value instanceof byte[] bytes) {
            return hexPrefix + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof LocalDateTime dateTime) {
            return utc(dateTime);
        }
        if (value instanceof OffsetDateTime instant) {
            return utc(instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
        }
        return io.dmsconnect.core.schema.ValueText.format(value);
    }

    /** ISO 8601; a year before 1 has no such form that every reader knows, so it keeps SQL's. */
    static String utc(LocalDateTime value) {
        String text = TemporalText.format(value);
        return value.getYear() > 0 ? text.replace(' ', 'T') + "Z" : text;
    }
}
