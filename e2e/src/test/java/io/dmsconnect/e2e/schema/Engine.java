// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.MySqlServer;
import io.dmsconnect.testing.PostgreSqlServer;

/** A kind of server, as source or target. One of each for the JVM. */
enum Engine {
    POSTGRESQL,
    MARIADB,
    MYSQL;

    DatabaseServer server() {
        return switch (this) {
            case POSTGRESQL -> PostgreSqlServer.shared();
            case MARIADB -> MariaDbServer.shared();
            case MYSQL -> MySqlServer.shared();
        };
    }

    boolean available() {
        return this != MYSQL || MySqlServer.available();
    }

    boolean isPostgreSql() {
        return this == POSTGRESQL;
    }

    boolean sameFamily(Engine other) {
        return isPostgreSql() == other.isPostgreSql();
    }

    Types types() {
        return isPostgreSql() ? Types.POSTGRESQL : Types.MYSQL;
    }
}
