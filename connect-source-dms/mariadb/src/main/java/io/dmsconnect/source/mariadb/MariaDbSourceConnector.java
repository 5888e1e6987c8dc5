// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.DmsSourceConnector;
import io.dmsconnect.source.EngineType;

/** Migrates from MariaDB and RDS for MariaDB. */
public final class MariaDbSourceConnector extends DmsSourceConnector {
    static final EngineType ENGINE = new EngineType("mariadb", 3306, false, MariaDbEngine::new);

    public MariaDbSourceConnector() {
        super(ENGINE, MariaDbSourceTask.class);
    }
}
