// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.relational.Column;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Table;
import io.debezium.relational.TableEditor;
import io.debezium.relational.TableId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Debezium's decoder tells of the tables that the log describes goes to {@link
 * FollowedRelations} too. The schema itself is Debezium's.
 */
final class DescribedSchema extends PostgresSchema {
    private final TypeRegistry types;
    private final PostgresSchema debezium;
    private final FollowedRelations relations;

    /**
     * Relations whose name of now is not followed. Debezium passes over their description, and
     * would read their changes by the one they had under their former name.
     */
    private final Set<Integer> elsewhere = new HashSet<>();

    @SuppressWarnings("unchecked")
    DescribedSchema(
            CdcSourceTaskContext<PostgresConnectorConfig> context,
            PostgresConnectorConfig config,
            PostgresConnection connection,
            PostgresSchema debezium,
            FollowedRelations relations) {
        super(
                context,
                connection.getDefaultValueConverter(),
                config.getTopicNamingStrategy(PostgresConnectorConfig.TOPIC_NAMING_STRATEGY),
                PostgresValueConverter.of(
                        config, connection.getDatabaseCharset(), connection.getTypeRegistry()),
                config.getServiceRegistry().tryGetService(CustomConverterRegistry.class));
        this.types = connection.getTypeRegistry();
        this.debezium = debezium;
        this.relations = relations;
    }

    @Override
    public void applySchemaChangesForTable(int relationId, Table table) {
        relations.describe(relationId, table.id());
        debezium.applySchemaChangesForTable(relationId, typed(table));
        Table known = debezium.tableFor(relationId);
        if (known != null && known.id().equals(table.id())) {
            elsewhere.remove(relationId);
        } else {
            elsewhere.add(relationId);
        }
    }

    /**
     * With the types that the log tells. Debezium reads a value by the name of the type that a
     * column of this name has by now, which is another type where columns have exchanged their
     * names since, or one was dropped and added.
     */
    private Table typed(Table table) {
        List<Column> changed = new ArrayList<>();
        for (Column column : table.columns()) {
            PostgresType now = types.get(table.id().schema(), column.typeName());
            if (now == null || now.getRootType().getOid() != column.nativeType()) {
                String name = types.get(column.nativeType()).getName();
                changed.add(column.edit().type(name, name).create());
            }
        }
        if (changed.isEmpty()) {
            return table;
        }
        TableEditor editor = table.edit();
        changed.forEach(editor::updateColumn);
        return editor.create();
    }

    @Override
    public Table tableFor(int relationId) {
        return elsewhere.contains(relationId) ? null : debezium.tableFor(relationId);
    }

    @Override
    public Table tableFor(TableId id) {
        return debezium.tableFor(id);
    }
}
