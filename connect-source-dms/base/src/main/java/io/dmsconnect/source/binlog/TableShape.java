// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Table;
import java.util.Map;

/**
 * A table as Debezium is to know it.
 *
 * @param settings of Debezium's task, for this table only
 * @param table whose columns rows of the load have, in this order
 * @param definition the statement that makes it
 * @param history with no other shapes
 * @param source what is known of the block {@code source} of a row's record
 */
public record TableShape(
        Map<String, String> settings,
        Table table,
        String definition,
        ShapeHistory history,
        Map<String, Object> source) {}
