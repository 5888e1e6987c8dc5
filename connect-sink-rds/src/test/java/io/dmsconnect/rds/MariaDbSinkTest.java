// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;

class MariaDbSinkTest extends SinkContract {
    @Override
    DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    String quote(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    String control(String table) {
        return "awsdms_control." + table;
    }

    @Override
    String createSchema() {
        return "CREATE DATABASE IF NOT EXISTS " + schema();
    }

    @Override
    String hex(String column) {
        return "hex(" + column + ")";
    }
}
