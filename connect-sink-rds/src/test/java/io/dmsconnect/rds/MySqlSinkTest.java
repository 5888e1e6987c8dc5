// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** Where this machine can start MySQL (it needs libaio1); MariaDB covers the family elsewhere. */
class MySqlSinkTest extends SinkContract {
    @BeforeAll
    static void available() {
        Assumptions.assumeTrue(
                MySqlServer.available(), "MySQL cannot start here: libaio.so.1 is missing");
    }

    @Override
    DatabaseServer server() {
        return MySqlServer.shared();
    }

    @Override
    DatabaseServer ownServer() {
        return MySqlServer.temporary();
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

    @Override
    String utc(String column) {
        return "CAST(" + column + " AS char)";
    }

    @Override
    String asText(String column, DataType type) {
        return switch (type.kind()) {
            case BYTES, BLOB -> "lower(hex(" + column + "))";
            default ->
                    type.declaration().startsWith("bit")
                            ? "lpad(conv(" + column + " + 0, 10, 2), 5, '0')"
                            : "CAST(" + column + " AS char)";
        };
    }
}
