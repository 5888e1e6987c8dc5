// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.DmsSourceConnector;
import io.dmsconnect.source.EngineType;

/** Migrates from MariaDB and RDS for MariaDB. */
public final class MariaDbSourceConnector extends DmsSourceConnector {
    public static final String OVERVIEW_DOC =
            "Full load and change data capture from MariaDB and RDS for MariaDB,"
                    + " with AWS DMS's table mappings and task settings. Keys under debezium. are passed to"
                    + " Debezium unchanged.";

    static final EngineType ENGINE = new EngineType("mariadb", 3306, false, MariaDbEngine::new);

    public MariaDbSourceConnector() {
        super(ENGINE, MariaDbSourceTask.class);
    }
}
