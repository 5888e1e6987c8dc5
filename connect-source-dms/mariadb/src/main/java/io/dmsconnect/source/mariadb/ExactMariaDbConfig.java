// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.debezium.config.Configuration;
import io.debezium.connector.mariadb.MariaDbConnectorConfig;
import io.debezium.relational.history.SchemaHistory;
import io.debezium.relational.history.SchemaHistoryListener;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.debezium.OffsetsSchemaHistory;

/** Debezium's configuration, with our history of shapes. */
final class ExactMariaDbConfig extends MariaDbConnectorConfig {
    private final Configuration settings;
    private final ShapeHistory shapes;

    ExactMariaDbConfig(Configuration settings, ShapeHistory shapes) {
        super(settings);
        this.settings = settings;
        this.shapes = shapes;
    }

    @Override
    public SchemaHistory getSchemaHistory() {
        OffsetsSchemaHistory history = new OffsetsSchemaHistory(shapes);
        history.configure(
                settings.subset(SchemaHistory.CONFIGURATION_FIELD_PREFIX_STRING, false),
                getHistoryRecordComparator(),
                SchemaHistoryListener.NOOP,
                useCatalogBeforeSchema());
        return history;
    }
}
