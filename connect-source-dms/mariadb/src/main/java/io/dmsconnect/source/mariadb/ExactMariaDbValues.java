// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.connector.mariadb.jdbc.MariaDbValueConverters;
import io.debezium.relational.Column;
import io.debezium.relational.ValueConverter;
import io.dmsconnect.source.binlog.debezium.ExactColumns;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Debezium's converters, but for the columns they would alter. */
final class ExactMariaDbValues extends MariaDbValueConverters {
    private final ExactColumns exact;

    ExactMariaDbValues(MariaDbConnectorConfig config, ExactColumns exact) {
        super(
                config.getDecimalMode(),
                config.getTemporalPrecisionMode(),
                config.getBigIntUnsignedHandlingMode().asBigIntUnsignedMode(),
                config.binaryHandlingMode(),
                temporal -> temporal,
                config.getEventConvertingFailureHandlingMode(),
                config.getServiceRegistry());
        this.exact = exact;
    }

    @Override
    public SchemaBuilder schemaBuilder(Column column) {
        return exact.schema(column).orElseGet(() -> super.schemaBuilder(column));
    }

    @Override
    public ValueConverter converter(Column column, Field field) {
        return exact.converter(column, field).orElseGet(() -> super.converter(column, field));
    }
}
