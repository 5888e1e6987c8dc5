// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/** How records are written in Kafka: the converter part of a connector's configuration. */
public record Converters(Map<String, String> config) {
    public Converters {
        config = Map.copyOf(config);
    }

    /** JSON that carries its schema, but for load batches, which travel as they are. */
    public static Converters json() {
        return new Converters(
                Map.of(
                        "key.converter", "org.apache.kafka.connect.json.JsonConverter",
                        "key.converter.schemas.enable", "true",
                        "value.converter", "io.dmsconnect.core.connect.DmsJsonConverter",
                        "value.converter.schemas.enable", "true"));
    }

    /** Confluent's Avro converter, to be installed on the worker. */
    public static Converters avro(String schemaRegistryUrl) {
        Map<String, String> config = new LinkedHashMap<>();
        for (String side : new String[] {"key", "value"}) {
            config.put(side + ".converter", "io.confluent.connect.avro.AvroConverter");
            config.put(side + ".converter.schema.registry.url", schemaRegistryUrl);
        }
        return new Converters(config);
    }

    /** Those the worker is configured with. */
    public static Converters ofTheWorker() {
        return new Converters(Map.of());
    }
}
