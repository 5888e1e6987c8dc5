// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import io.dmsconnect.core.connect.Absence;
import io.dmsconnect.core.connect.AnyMapper;
import io.dmsconnect.core.connect.MapperOptions;
import io.dmsconnect.core.connect.MappingConfig;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.connect.Version;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.MappingException;
import io.dmsconnect.core.mapping.TableMappings;
import java.time.DateTimeException;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * AWS DMS table mappings for the topics of any Debezium connector: the same code that the sources
 * of DMS Connect run before Kafka.
 */
public final class ApplyTableMappings<R extends ConnectRecord<R>> implements Transformation<R> {
    public static final String OVERVIEW_DOC =
            "Applies the rules of an AWS DMS table mapping document to what topics of Debezium or of"
                    + " DMS Connect hold: changes in Debezium's envelope, rows without one"
                    + " (ExtractNewRecordState), deletion markers, schema changes, load batches."
                    + " Tables and rows that the rules do not select are dropped, the others get the"
                    + " names, columns and values the rules give them, and the topic of their target"
                    + " table; schema changes go to the topic that is the prefix alone, without the"
                    + " statement's text, which changes do not keep either (include.query). Marks of"
                    + " transactions and messages of the log are dropped; what cannot be mapped is an"
                    + " error and never passes, and so is a second table that would become one"
                    + " another is already.";

    static final String MAPPINGS = "table.mappings";
    static final String PREFIX = "topic.prefix";
    static final String TARGET_SCHEMA = "target.schema";
    static final String PLACEHOLDER = "unavailable.value.placeholder";

    public static final ConfigDef CONFIG_DEF = MappingConfig.define(own());

    private static ConfigDef own() {
        return new ConfigDef()
                .define(
                        MAPPINGS,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ApplyTableMappings::checkMappings,
                        ConfigDef.Importance.HIGH,
                        "The table mapping document, JSON as AWS DMS takes it.")
                .define(
                        PREFIX,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.HIGH,
                        "First part of the topics records are sent to:"
                                + " <prefix>.<schema>.<table>, in the target's names.")
                .define(
                        TARGET_SCHEMA,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "TargetMetadata.TargetSchema of the task settings: the schema of all"
                                + " target tables whose schema no rule changes. Empty: the"
                                + " source's.")
                .define(
                        PLACEHOLDER,
                        ConfigDef.Type.STRING,
                        "__debezium_unavailable_value",
                        ConfigDef.Importance.LOW,
                        "What the Debezium connector writes for a value that its log does not"
                                + " carry (its setting of the same name).");
    }

    private AnyMapper mapper;
    private SchemaChangeMapper schemaChanges;

    private static void checkMappings(String name, Object value) {
        if (value == null) {
            return;
        }
        try {
            TableMappings.parse((String) value);
        } catch (MappingException e) {
            throw new ConfigException(name, "(document)", e.getMessage());
        }
    }

    @Override
    public void configure(Map<String, ?> properties) {
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, properties, false);
        TableMappings mappings =
                MappingConfig.configured(
                        TableMappings.parse(config.getString(MAPPINGS))
                                .withTargetSchema(config.getString(TARGET_SCHEMA)),
                        config);
        schemaChanges = new SchemaChangeMapper(mappings, config.getString(PREFIX));
        mapper =
                new AnyMapper(
                        new MapperOptions(
                                mappings,
                                (id, shape) -> Optional.empty(),
                                new TopicLayout(config.getString(PREFIX)),
                                Absence.text(config.getString(PLACEHOLDER)),
                                MappingConfig.moves(config)));
    }

    @Override
    public R apply(R record) {
        try {
            if (record.value() instanceof Struct event && SchemaChangeEvent.isOne(event.schema())) {
                return schemaChanges.map(record, event).orElse(null);
            }
            return mapper.map(record).orElse(null);
        } catch (ReplicationException e) {
            throw new DataException("topic " + record.topic() + ": " + e.getMessage(), e);
        } catch (NumberFormatException | DateTimeException e) {
            // their messages hold the value, which logs must not show
            DataException failure =
                    new DataException(
                            "topic %s: a value cannot be read as its column's type"
                                    .formatted(record.topic()));
            failure.setStackTrace(e.getStackTrace());
            throw failure;
        }
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public void close() {
        if (mapper != null) {
            mapper.close();
        }
    }
}
