// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Reads the shapes of all tables together with a place in the log at which they were so. */
final class ShapeReader {
    private static final int TRIES = 10;
    private static final String DATABASES =
            """
            SELECT SCHEMA_NAME, DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA
            WHERE SCHEMA_NAME NOT IN
              ('mysql', 'information_schema', 'performance_schema', 'sys')
            ORDER BY SCHEMA_NAME
            """;

    private final Connection connection;
    private final Flavour flavour;
    private final Predicate<String> schemas;
    private final Set<String> unread = new TreeSet<>();

    /**
     * @param schemas databases whose tables are all read
     */
    ShapeReader(Connection connection, Flavour flavour, Predicate<String> schemas) {
        this.connection = connection;
        this.flavour = flavour;
        this.schemas = schemas;
    }

    /**
     * Shapes that are the same before and after the place was read were so at that place; no lock
     * is needed.
     */
    StartPoint read() throws SQLException {
        List<ShapeStatement> before = shapes();
        for (int i = 0; i < TRIES; i++) {
            LogCoordinates at =
                    LogCoordinates.end(connection, flavour)
                            .orElseThrow(
                                    () ->
                                            new ReplicationException(
                                                    FailureKind.CONFIGURATION,
                                                    "",
                                                    "the server writes no binary log; start it with"
                                                            + " log_bin"));
            List<ShapeStatement> after = shapes();
            if (before.equals(after)) {
                return new StartPoint(at, after, unread);
            }
            before = after;
        }
        throw new ReplicationException(
                FailureKind.RECOVERABLE, "", "tables are being altered all the time");
    }

    private List<ShapeStatement> shapes() throws SQLException {
        List<ShapeStatement> shapes = new ArrayList<>();
        unread.clear();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT @@global.character_set_server,"
                                        + " @@global.collation_server")) {
            row.next();
            shapes.add(
                    new ShapeStatement(
                            "",
                            "",
                            "SET character_set_server=%s, collation_server=%s"
                                    .formatted(row.getString(1), row.getString(2))));
        }
        // of all: a table may be made in any of them, and has the database's character set
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(DATABASES)) {
            while (rows.next()) {
                String database = rows.getString(1);
                if (!schemas.test(database)) {
                    unread.add(database);
                }
                shapes.add(
                        new ShapeStatement(
                                database,
                                "",
                                "CREATE DATABASE %s DEFAULT CHARACTER SET %s"
                                        .formatted(Sql.quote(database), rows.getString(2))));
            }
        }
        for (TableId table : BinlogCatalogue.tables(connection)) {
            String ddl =
                    schemas.test(table.schema())
                            ? BinlogCatalogue.definition(connection, table)
                            : null;
            if (ddl != null) {
                shapes.add(new ShapeStatement(table.schema(), table.name(), stable(ddl)));
            }
        }
        return shapes;
    }

    /** The counter changes with every row. */
    private static String stable(String ddl) {
        return ddl.replaceFirst("(?<=\\n\\).{0,100}) AUTO_INCREMENT=\\d+", "");
    }
}
