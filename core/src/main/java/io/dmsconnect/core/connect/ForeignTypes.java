// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;

/** The best type for a field of a Debezium topic that was not written by DMS Connect. */
final class ForeignTypes {
    private ForeignTypes() {}

    static DataType of(Schema schema) {
        String name = schema.name() == null ? "" : schema.name();
        return switch (name) {
            case "io.debezium.time.Date",
                    "io.debezium.time.IsoDate",
                    org.apache.kafka.connect.data.Date.LOGICAL_NAME ->
                    DataType.of(Kind.DATE);
            case "io.debezium.time.Time", org.apache.kafka.connect.data.Time.LOGICAL_NAME ->
                    DataType.temporal(Kind.TIME, 3);
            case "io.debezium.time.MicroTime",
                    "io.debezium.time.NanoTime",
                    "io.debezium.time.IsoTime" ->
                    DataType.temporal(Kind.TIME, 6);
            case "io.debezium.time.Timestamp",
                    org.apache.kafka.connect.data.Timestamp.LOGICAL_NAME ->
                    DataType.temporal(Kind.DATETIME, 3);
            case "io.debezium.time.MicroTimestamp",
                    "io.debezium.time.NanoTimestamp",
                    "io.debezium.time.IsoTimestamp" ->
                    DataType.temporal(Kind.DATETIME, 6);
            case "io.debezium.time.ZonedTimestamp" -> DataType.temporal(Kind.DATETIME_TZ, 6);
            case Decimal.LOGICAL_NAME -> decimal(schema);
            case "io.debezium.data.VariableScaleDecimal" -> DataType.numeric(-1, -1);
            case "io.debezium.data.Uuid" -> DataType.string(Kind.STRING, 36);
            case "io.debezium.data.Bits" -> bits(schema);
            default -> plain(schema);
        };
    }

    private static DataType decimal(Schema schema) {
        String scale = schema.parameters().get(Decimal.SCALE_FIELD);
        String precision = schema.parameters().get("connect.decimal.precision");
        return precision == null
                ? DataType.numeric(-1, -1)
                : DataType.numeric(Integer.parseInt(precision), Integer.parseInt(scale));
    }

    private static DataType bits(Schema schema) {
        String length = schema.parameters() == null ? null : schema.parameters().get("length");
        return DataType.string(Kind.STRING, length == null ? -1 : Integer.parseInt(length));
    }

    private static DataType plain(Schema schema) {
        return switch (schema.type()) {
            case BOOLEAN -> DataType.of(Kind.BOOLEAN);
            case INT8 -> DataType.of(Kind.INT1);
            case INT16 -> DataType.of(Kind.INT2);
            case INT32 -> DataType.of(Kind.INT4);
            case INT64 -> DataType.of(Kind.INT8);
            case FLOAT32 -> DataType.of(Kind.REAL4);
            case FLOAT64 -> DataType.of(Kind.REAL8);
            case STRING -> DataType.of(Kind.NCLOB);
            case BYTES, STRUCT -> DataType.of(Kind.BLOB);
            case ARRAY, MAP -> DataType.of(Kind.NCLOB);
        };
    }
}
