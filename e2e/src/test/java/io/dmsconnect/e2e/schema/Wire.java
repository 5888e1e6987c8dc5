// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import io.apicurio.registry.resolver.ParsedSchema;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.NonRecordContainer;
import io.apicurio.registry.utils.converter.AvroConverter;
import io.apicurio.registry.utils.converter.SerdeBasedConverter;
import io.dmsconnect.core.connect.DmsJsonConverter;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.Converter;

/**
 * How records travel. {@code -Dschema.converter=avro} and {@code -Dschema.records=rows} choose.
 *
 * @param records {@code load.records} of the task
 */
record Wire(Format format, String records) {
    enum Format {
        /** As {@code ./dms run} has it. */
        JSON,
        /** Apicurio's converter, which makes of Connect's schemas what Confluent's does. */
        AVRO
    }

    static Wire chosen() {
        return new Wire(
                Format.valueOf(System.getProperty("schema.converter", "json").toUpperCase()),
                System.getProperty("schema.records", "batches"));
    }

    Converter keys() {
        return format == Format.AVRO
                ? avro(true)
                : configured(new JsonConverter(), Map.of("schemas.enable", "true"), true);
    }

    Converter values() {
        return format == Format.AVRO
                ? avro(false)
                : configured(new DmsJsonConverter(), Map.of("schemas.enable", "true"), false);
    }

    private static Converter avro(boolean isKey) {
        // the deserializer asks the registry that the serializer has
        return configured(
                new AvroConverter<>(),
                Map.of(
                        SerdeBasedConverter.REGISTRY_CONVERTER_SERIALIZER_PARAM,
                        new AvroKafkaSerializer<>(new RegistryStandIn<>()),
                        SerdeBasedConverter.REGISTRY_CONVERTER_DESERIALIZER_PARAM,
                        new AvroReader()),
                isKey);
    }

    /**
     * Gives what is no record with its schema, as Confluent's does: Apicurio's own has forgotten
     * the schema of bytes that have a name, as load batches are.
     */
    private static final class AvroReader extends AvroKafkaDeserializer<Object> {
        @Override
        protected Object readData(
                Headers headers,
                ParsedSchema<Schema> schema,
                ByteBuffer bytes,
                int start,
                int length) {
            Object value = super.readData(headers, schema, bytes, start, length);
            return value instanceof GenericContainer
                    ? value
                    : new NonRecordContainer<>(schema.getParsedSchema(), value);
        }
    }

    private static Converter configured(Converter converter, Map<String, ?> config, boolean isKey) {
        converter.configure(config, isKey);
        return converter;
    }
}
