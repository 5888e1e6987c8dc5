// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Writes the texts of {@link ExactTextRow} as strings. Debezium makes it by its name, as all its
 * converters.
 */
public final class ExactTextConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
    static final String ABSENT = "absent";

    private String absent;

    @Override
    public void configure(Properties properties) {
        absent = properties.getProperty(ABSENT);
    }

    @Override
    public void converterFor(
            RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        if (!PgTypes.EXACT_IN_DEBEZIUM.contains(column.nativeType())) {
            registration.register(SchemaBuilder.string(), this::text);
        }
    }

    private Object text(Object value) {
        if (value == null) {
            return null;
        }
        return UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)
                ? absent
                : value.toString();
    }
}
