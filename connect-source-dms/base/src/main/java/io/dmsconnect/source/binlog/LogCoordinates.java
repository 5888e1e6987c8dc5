// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A place in the binary log.
 *
 * @param gtids transactions before that place, as the server writes them; empty where it has none
 */
public record LogCoordinates(String file, long offset, String gtids) {
    private static final int SYNTAX_ERROR = 1064;

    public LogCoordinates(String file, long offset) {
        this(file, offset, "");
    }

    /** The end of the log; empty where the server writes none. */
    static Optional<LogCoordinates> end(Connection connection, Flavour flavour)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = status(statement)) {
            if (!row.next()) {
                return Optional.empty();
            }
            String file = row.getString(1);
            long offset = row.getLong(2);
            String gtids =
                    flavour == Flavour.MARIADB
                            ? mariaDbGtids(connection, file, offset)
                            : row.getString("Executed_Gtid_Set");
            return Optional.of(new LogCoordinates(file, offset, clean(gtids)));
        }
    }

    private static ResultSet status(Statement statement) throws SQLException {
        try {
            return statement.executeQuery("SHOW MASTER STATUS");
        } catch (SQLException e) {
            if (e.getErrorCode() != SYNTAX_ERROR) {
                throw e;
            }
            // MySQL 8.4 and newer
            return statement.executeQuery("SHOW BINARY LOG STATUS");
        }
    }

    static String mariaDbGtids(Connection connection, String file, long offset)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT BINLOG_GTID_POS(?, ?)")) {
            statement.setString(1, file);
            statement.setLong(2, offset);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String clean(String gtids) {
        return gtids == null ? "" : gtids.replaceAll("\\s", "");
    }

    /** As {@link io.dmsconnect.core.event.LoadPosition} reads it. */
    String text() {
        return "binlog:" + file + ":" + offset;
    }

    /** Of a text as {@link #text} writes it; empty for another one. */
    static Optional<LogCoordinates> parse(String text) {
        String[] parts = text.split(":", -1);
        return parts.length < 3 || !parts[0].equals("binlog")
                ? Optional.empty()
                : Optional.of(new LogCoordinates(parts[1], Long.parseLong(parts[2]), ""));
    }

    /** Files are compared by the number they end with. */
    public boolean isBefore(LogCoordinates other) {
        long mine = fileNumber();
        long others = other.fileNumber();
        return mine < others || mine == others && offset < other.offset;
    }

    private long fileNumber() {
        return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    }

    public boolean sameAs(LogCoordinates other) {
        return file.equals(other.file) && offset == other.offset;
    }
}
