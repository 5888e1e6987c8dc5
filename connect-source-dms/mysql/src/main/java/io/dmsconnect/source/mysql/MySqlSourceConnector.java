// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.dmsconnect.source.DmsSourceConnector;
import io.dmsconnect.source.EngineType;

/** Migrates from MySQL, Aurora MySQL and RDS for MySQL. */
public final class MySqlSourceConnector extends DmsSourceConnector {
    public static final String OVERVIEW_DOC =
            "Full load and change data capture from MySQL, Aurora MySQL and RDS for MySQL,"
                    + " with AWS DMS's table mappings and task settings. Keys under debezium. are passed to"
                    + " Debezium unchanged.";

    static final EngineType ENGINE = new EngineType("mysql", 3306, false, MySqlEngine::new);

    public MySqlSourceConnector() {
        super(ENGINE, MySqlSourceTask.class);
    }
}
