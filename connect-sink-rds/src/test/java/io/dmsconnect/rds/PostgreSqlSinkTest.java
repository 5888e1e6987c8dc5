// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.PostgreSqlServer;

class PostgreSqlSinkTest extends SinkContract {
    @Override
    DatabaseServer server() {
        return PostgreSqlServer.shared();
    }

    @Override
    String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    String control(String table) {
        return "public." + table;
    }

    @Override
    String createSchema() {
        return "CREATE SCHEMA IF NOT EXISTS " + schema();
    }

    @Override
    String hex(String column) {
        return "encode(" + column + ", 'hex')";
    }
}
