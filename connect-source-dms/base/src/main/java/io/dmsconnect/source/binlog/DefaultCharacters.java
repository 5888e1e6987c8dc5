// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.ColumnDefault.Kind;
import io.dmsconnect.core.schema.TableId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The catalogues write question marks for characters of more than three bytes, and for bytes that
 * are no characters. The table itself knows them. Bytes are told in digits: {@code 0x41FF}.
 */
final class DefaultCharacters {
    /** MySQL computes no expression here. */
    private static final int EXPRESSION = 3773;

    private DefaultCharacters() {}

    static boolean mayBeLost(ColumnDefault found, boolean binary) {
        return found.text().indexOf('?') >= 0 || (binary && found.kind() == Kind.LITERAL);
    }

    /** Empty where the table does not say them either. */
    static Optional<ColumnDefault> read(
            Connection connection, TableId table, ColumnDefault found, boolean binary)
            throws SQLException {
        if (found.kind() != Kind.LITERAL) {
            return Optional.empty();
        }
        // of a row that is not there, so that the table may be empty
        String sql =
                "SELECT %s FROM (SELECT 1) one LEFT JOIN %s t ON FALSE"
                        .formatted(
                                (binary ? "CONCAT('0x', HEX(DEFAULT(t.%s)))" : "DEFAULT(t.%s)")
                                        .formatted(Sql.quote(found.column())),
                                Sql.quote(table));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next()
                    ? Optional.ofNullable(row.getString(1)).map(value -> with(found, value))
                    : Optional.empty();
        } catch (SQLException e) {
            if (e.getErrorCode() == EXPRESSION
                    || BinlogObjects.UNREADABLE.contains(e.getErrorCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ColumnDefault with(ColumnDefault found, String value) {
        return new ColumnDefault(
                found.column(), found.kind(), value, found.onUpdate(), found.engine());
    }
}
