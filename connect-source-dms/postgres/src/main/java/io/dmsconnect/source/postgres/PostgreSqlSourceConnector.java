// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.source.DmsSourceConnector;
import io.dmsconnect.source.EngineType;

/** Migrates from PostgreSQL, Aurora PostgreSQL and RDS for PostgreSQL. */
public final class PostgreSqlSourceConnector extends DmsSourceConnector {
    public static final String OVERVIEW_DOC =
            "Full load and change data capture from PostgreSQL, Aurora PostgreSQL and RDS for PostgreSQL,"
                    + " with AWS DMS's table mappings and task settings. Keys under debezium. are passed to"
                    + " Debezium unchanged.";

    static final EngineType ENGINE = new EngineType("postgres", 5432, true, PostgreSqlEngine::new);

    public PostgreSqlSourceConnector() {
        super(ENGINE, PostgreSqlSourceTask.class);
    }
}
