// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import io.apicurio.registry.resolver.ParsedSchema;
import io.apicurio.registry.resolver.ParsedSchemaImpl;
import io.apicurio.registry.resolver.SchemaLookupResult;
import io.apicurio.registry.resolver.SchemaParser;
import io.apicurio.registry.resolver.SchemaResolver;
import io.apicurio.registry.resolver.data.Record;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.resolver.strategy.ArtifactReferenceResolverStrategy;
import io.apicurio.registry.rest.client.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.avro.Schema;

/**
 * Stands in for a schema registry: gives each schema's text a number, and makes a schema of the
 * text again for whoever reads. Keeps all versions of all topics, whether they are compatible or
 * not. Thread-safe.
 */
final class RegistryStandIn<T> implements SchemaResolver<Schema, T> {
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<Long, SchemaLookupResult<Schema>> read = new HashMap<>();
    private final Map<Schema, SchemaLookupResult<Schema>> written = new WeakHashMap<>();
    private SchemaParser<Schema, T> parser;

    @Override
    public synchronized void configure(Map<String, ?> config, SchemaParser<Schema, T> given) {
        parser = given;
    }

    @Override
    public void setClient(RegistryClient client) {}

    @Override
    public void setArtifactResolverStrategy(
            ArtifactReferenceResolverStrategy<Schema, T> strategy) {}

    @Override
    public synchronized SchemaParser<Schema, T> getSchemaParser() {
        return parser;
    }

    @Override
    public synchronized SchemaLookupResult<Schema> resolveSchema(Record<T> data) {
        ParsedSchema<Schema> schema = parser.getSchemaFromData(data);
        return written.computeIfAbsent(
                schema.getParsedSchema(),
                fresh -> {
                    String text = fresh.toString();
                    long number = numbers.computeIfAbsent(text, next -> (long) numbers.size() + 1);
                    read.computeIfAbsent(number, next -> parsed(next, text));
                    return result(number, schema);
                });
    }

    private SchemaLookupResult<Schema> parsed(long number, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return result(
                number,
                new ParsedSchemaImpl<Schema>()
                        .setParsedSchema(parser.parseSchema(bytes, Map.of()))
                        .setRawSchema(bytes));
    }

    private static SchemaLookupResult<Schema> result(long number, ParsedSchema<Schema> schema) {
        return SchemaLookupResult.<Schema>builder()
                .globalId(number)
                .contentId(number)
                .parsedSchema(schema)
                .build();
    }

    @Override
    public synchronized SchemaLookupResult<Schema> resolveSchemaByArtifactReference(
            ArtifactReference reference) {
        return read.get(reference.getGlobalId());
    }

    @Override
    public void reset() {}

    @Override
    public void close() {}
}
