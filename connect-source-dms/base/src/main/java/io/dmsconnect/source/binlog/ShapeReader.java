// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the shapes of all tables together with a place in the log at which they were so. */
final class ShapeReader {
    private static final int TRIES = 10;

    private final Connection connection;
    private final Flavour flavour;

    ShapeReader(Connection connection, Flavour flavour) {
        this.connection = connection;
        this.flavour = flavour;
    }

    /**
     * Shapes that are the same before and after the place was read were so at that place; no lock
     * is needed.
     *
     * @param selected tables whose databases are read whole
     */
    StartPoint read(Collection<TableId> selected) throws SQLException {
        Set<String> databases = new TreeSet<>();
        selected.forEach(table -> databases.add(table.schema()));
        List<ShapeStatement> before = shapes(databases);
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
            List<ShapeStatement> after = shapes(databases);
            if (before.equals(after)) {
                return new StartPoint(at, after);
            }
            before = after;
        }
        throw new ReplicationException(
                FailureKind.RECOVERABLE, "", "tables are being altered all the time");
    }

    private List<ShapeStatement> shapes(Set<String> databases) throws SQLException {
        List<ShapeStatement> shapes = new ArrayList<>();
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
        for (String database : databases) {
            String charset = charset(database);
            if (charset != null) {
                shapes.add(
                        new ShapeStatement(
                                database,
                                "",
                                "CREATE DATABASE %s DEFAULT CHARACTER SET %s"
                                        .formatted(Sql.quote(database), charset)));
            }
        }
        for (TableId table : BinlogCatalogue.tables(connection)) {
            String ddl =
                    databases.contains(table.schema())
                            ? BinlogCatalogue.definition(connection, table)
                            : null;
            if (ddl != null) {
                shapes.add(new ShapeStatement(table.schema(), table.name(), stable(ddl)));
            }
        }
        return shapes;
    }

    private String charset(String database) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA"
                                + " WHERE SCHEMA_NAME = ?")) {
            statement.setString(1, database);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** The counter changes with every row. */
    private static String stable(String ddl) {
        return ddl.replaceFirst("(?<=\\n\\).{0,100}) AUTO_INCREMENT=\\d+", "");
    }
}
