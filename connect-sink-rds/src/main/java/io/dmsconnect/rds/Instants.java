// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.sql.dialect.Dialect;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Points in time in control tables, as milliseconds since the epoch. MySQL has them as a DATETIME
 * in UTC, whatever the JVM's zone is, and does not say so.
 */
final class Instants {
    private Instants() {}

    static void set(Dialect dialect, PreparedStatement statement, int parameter, long millis)
            throws SQLException {
        if (dialect.ddlCommits()) {
            statement.setString(
                    parameter,
                    Instant.ofEpochMilli(millis)
                            .atOffset(ZoneOffset.UTC)
                            .toLocalDateTime()
                            .toString()
                            .replace('T', ' '));
        } else {
            statement.setTimestamp(parameter, new Timestamp(millis));
        }
    }

    /** -1 where there is none. */
    static long get(Dialect dialect, ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        if (text == null) {
            return -1;
        }
        return dialect.ddlCommits()
                ? LocalDateTime.parse(text.replace(' ', 'T'))
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli()
                : result.getTimestamp(column).getTime();
    }
}
