// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import io.dmsconnect.core.schema.TableId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A rule of type object-mapping: how rows become objects of a stream.
 *
 * @param kafkaTargetTopic the topic of these tables; empty for the endpoint's
 * @param partitionKey a constant key
 * @param excludeColumns columns of the source that are not copied of themselves
 */
public record ObjectMapping(
        BigInteger ruleId,
        Action action,
        Wildcard schema,
        Wildcard table,
        Optional<String> targetTableName,
        Optional<String> kafkaTargetTopic,
        Optional<String> partitionKey,
        Optional<PartitionKeyType> partitionKeyType,
        Optional<String> partitionKeyName,
        Optional<String> sortKeyName,
        List<String> excludeColumns,
        List<Attribute> attributes) {
    /** Member {@code rule-action}. */
    public enum Action {
        MAP_RECORD_TO_RECORD,
        MAP_RECORD_TO_DOCUMENT
    }

    /** Member {@code partition-key-type}. */
    public enum PartitionKeyType {
        ATTRIBUTE_NAME,
        PRIMARY_KEY,
        SCHEMA_TABLE
    }

    /**
     * An attribute mapping.
     *
     * @param type scalar or document
     * @param subType such as string or json; may be empty
     * @param value the template, in which {@code ${column}} stands for the value of a column; JSON
     *     where the rule has a structure
     */
    public record Attribute(String name, String type, String subType, String value) {}

    public ObjectMapping {
        excludeColumns = List.copyOf(excludeColumns);
        attributes = List.copyOf(attributes);
    }

    public boolean matches(TableId source) {
        return schema.matches(source.schema()) && table.matches(source.name());
    }
}
