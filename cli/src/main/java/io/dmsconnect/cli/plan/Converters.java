// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/** How records are written in Kafka: the converter part of a connector's configuration. */
public record Converters(Map<String, String> config) {
    public Converters {
        config = Map.copyOf(config);
    }

    /** JSON that carries its schema; part of every Connect worker. */
    public static Converters json() {
        Map<String, String> config = new LinkedHashMap<>();
        for (String side : new String[] {"key", "value"}) {
            config.put(side + ".converter", "org.apache.kafka.connect.json.JsonConverter");
            config.put(side + ".converter.schemas.enable", "true");
        }
        return new Converters(config);
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
