// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.dmsconnect.source.DmsSourceConnector;
import io.dmsconnect.source.EngineType;

/** Migrates from MySQL, Aurora MySQL and RDS for MySQL. */
public final class MySqlSourceConnector extends DmsSourceConnector {
    static final EngineType ENGINE = new EngineType("mysql", 3306, false, MySqlEngine::new);

    public MySqlSourceConnector() {
        super(ENGINE, MySqlSourceTask.class);
    }
}
