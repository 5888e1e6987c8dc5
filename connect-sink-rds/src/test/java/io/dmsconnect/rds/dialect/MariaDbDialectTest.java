// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.dialect;

import io.dmsconnect.sql.dialect.Dialect;

class MariaDbDialectTest extends DialectContract {
    @Override
    Dialect dialect() {
        return new MariaDbDialect();
    }
}
