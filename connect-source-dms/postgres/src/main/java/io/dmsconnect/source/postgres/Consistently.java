// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Several queries of the catalogue that see the same moment of it. */
final class Consistently {
    private Consistently() {}

    /** What the queries do. */
    @FunctionalInterface
    interface Queries<T> {
        T run() throws SQLException;
    }

    /**
     * @param connection in auto-commit, as it is again afterwards
     */
    static <T> T read(Connection connection, Queries<T> queries) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try {
                return queries.run();
            } finally {
                statement.execute("ROLLBACK");
            }
        }
    }
}
