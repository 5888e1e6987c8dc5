// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.MariaDbDialect;
import io.dmsconnect.sql.dialect.MySqlDialect;
import io.dmsconnect.sql.dialect.PostgreSqlDialect;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.MySqlServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.util.Arrays;
import java.util.stream.Stream;

/** The real servers that tests write to. */
enum TestTarget {
    POSTGRESQL(new PostgreSqlDialect()),
    MARIADB(new MariaDbDialect()),
    MYSQL(new MySqlDialect());

    final Dialect dialect;

    TestTarget(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Those this machine can run; where MySQL is missing, that is said. */
    static Stream<TestTarget> all() {
        if (!MySqlServer.available()) {
            System.err.println("SKIPPED for MySQL 8: libaio.so.1 is missing on this machine");
        }
        return Arrays.stream(values()).filter(target -> target != MYSQL || MySqlServer.available());
    }

    DatabaseServer server() {
        return switch (this) {
            case POSTGRESQL -> PostgreSqlServer.shared();
            case MARIADB -> MariaDbServer.shared();
            case MYSQL -> MySqlServer.shared();
        };
    }

    boolean isPostgreSql() {
        return this == POSTGRESQL;
    }

    /** A statement of the test, with names in double quotes. */
    String sql(String statement) {
        return isPostgreSql() ? statement : statement.replace('"', '`');
    }

    String control(String table) {
        return dialect.quote(new TableId(dialect.controlSchema(), table));
    }
}
