// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each byte of the server's one-byte character sets stands for, as the server itself has it:
 * Java lacks some of them, and has others a little different (byte 81 of latin1).
 */
final class ByteCharsets {
    private ByteCharsets() {}

    /** 256 characters for each character set. */
    static Map<String, String> read(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT CHARACTER_SET_NAME FROM information_schema.CHARACTER_SETS"
                                        + " WHERE MAXLEN = 1 AND CHARACTER_SET_NAME <> 'binary'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        Map<String, String> charsets = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            for (String name : names) {
                charsets.put(name, characters(statement, name));
            }
        }
        return charsets;
    }

    private static String characters(Statement statement, String charset) throws SQLException {
        StringBuilder query = new StringBuilder("SELECT ");
        for (int b = 0; b < 256; b++) {
            query.append(b == 0 ? "" : ", ")
                    .append("CONVERT(_%s X'%02X' USING utf8mb4)".formatted(charset, b));
        }
        try (ResultSet row = statement.executeQuery(query.toString())) {
            row.next();
            StringBuilder characters = new StringBuilder(256);
            for (int b = 0; b < 256; b++) {
                String character = row.getString(b + 1);
                characters.append(character.isEmpty() ? '\uFFFD' : character.charAt(0));
            }
            return characters.toString();
        }
    }
}
