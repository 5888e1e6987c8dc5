// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

class MariaDbDialectTest extends DialectContract {
    @Override
    Dialect dialect() {
        return new MariaDbDialect();
    }
}
