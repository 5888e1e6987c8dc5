// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.Json;
import io.debezium.data.Uuid;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import io.dmsconnect.core.connect.Absence;
import io.dmsconnect.core.connect.ColumnParameters;
import java.nio.ByteBuffer;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Writes every column's values: those of {@link PgTypes#EXACT_IN_DEBEZIUM} in Debezium's own form,
 * those of any other type as the texts of {@link ExactTextRow}. Debezium writes 0, false or an
 * empty text in the place of a value that the log does not carry, where the column is NOT NULL;
 * this converter writes null there, and {@link Absence}'s marks in the place of an unchanged TOAST
 * value. Debezium makes the converter by its name, as all its converters.
 */
public final class ExactTextConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
    @Override
    public void configure(Properties properties) {}

    @Override
    public void converterFor(
            RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        switch (column.nativeType()) {
            case PgTypes.BOOL ->
                    register(column, SchemaBuilder.bool(), value -> value, registration);
            case PgTypes.INT2 ->
                    number(column, SchemaBuilder.int16(), Number::shortValue, registration);
            case PgTypes.INT4 ->
                    number(column, SchemaBuilder.int32(), Number::intValue, registration);
            case PgTypes.INT8 ->
                    number(column, SchemaBuilder.int64(), Number::longValue, registration);
            case PgTypes.FLOAT4 ->
                    number(column, SchemaBuilder.float32(), Number::floatValue, registration);
            case PgTypes.FLOAT8 ->
                    number(column, SchemaBuilder.float64(), Number::doubleValue, registration);
            case PgTypes.BYTEA ->
                    register(
                            column, SchemaBuilder.bytes(), ExactTextConverter::bytes, registration);
            case PgTypes.UUID ->
                    register(column, Uuid.builder(), ExactTextConverter::text, registration);
            case PgTypes.JSON, PgTypes.JSONB ->
                    register(column, Json.builder(), ExactTextConverter::text, registration);
            default ->
                    register(
                            column, SchemaBuilder.string(), ExactTextConverter::text, registration);
        }
    }

    private static void number(
            RelationalColumn column,
            SchemaBuilder field,
            Function<Number, Object> form,
            ConverterRegistration<SchemaBuilder> registration) {
        register(
                column,
                field,
                value -> value == null ? null : form.apply((Number) value),
                registration);
    }

    private static void register(
            RelationalColumn column,
            SchemaBuilder field,
            Converter converter,
            ConverterRegistration<SchemaBuilder> registration) {
        LoggedTypes.of(column).ifPresent(type -> ColumnParameters.type(field, type));
        ColumnParameters.optional(field, column.isOptional());
        registration.register(field, converter);
    }

    private static Object bytes(Object value) {
        if (isUnchanged(value)) {
            return Absence.BYTES;
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    private static Object text(Object value) {
        if (value == null) {
            return null;
        }
        return isUnchanged(value) ? Absence.TEXT : value.toString();
    }

    private static boolean isUnchanged(Object value) {
        return UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value);
    }
}
