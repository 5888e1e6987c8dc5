// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

class MySqlDialectTest extends DialectContract {
    @Override
    Dialect dialect() {
        return new MySqlDialect();
    }
}
