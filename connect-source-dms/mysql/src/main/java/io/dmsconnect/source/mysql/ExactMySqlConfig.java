// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.debezium.config.Configuration;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.relational.history.SchemaHistory;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.debezium.LoggedShapes;
import io.dmsconnect.source.binlog.debezium.OffsetsSchemaHistory;

/** Debezium's configuration, with our history of shapes. */
final class ExactMySqlConfig extends MySqlConnectorConfig {
    private final Configuration settings;
    private final ShapeHistory shapes;
    private final LoggedShapes logged;

    ExactMySqlConfig(Configuration settings, ShapeHistory shapes, LoggedShapes logged) {
        super(settings);
        this.settings = settings;
        this.shapes = shapes;
        this.logged = logged;
    }

    @Override
    public SchemaHistory getSchemaHistory() {
        OffsetsSchemaHistory history = new OffsetsSchemaHistory(shapes, logged);
        history.configure(
                settings.subset(SchemaHistory.CONFIGURATION_FIELD_PREFIX_STRING, false),
                getHistoryRecordComparator(),
                history.listener(),
                useCatalogBeforeSchema());
        return history;
    }
}
