// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.TableId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Some characters in the order of a column's collation, those that are the same to it together, so
 * that texts between two others can be found by halving. Others count as their base letter, or as
 * the last one.
 */
final class Alphabet {
    private static final String COLLATION =
            """
            SELECT CHARACTER_SET_NAME, COLLATION_NAME FROM information_schema.COLUMNS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?
            """;

    private static final int BLANK = ' ';
    private static final int LAST_ASCII = '~';

    /** First and last of the letters that are added to ASCII, and how many are passed over. */
    private static final int[][] OTHERS = {
        {0x0391, 0x03C9, 1}, {0x0410, 0x044F, 1}, {0x05D0, 0x05EA, 1}, {0x0621, 0x064A, 1},
        {0x0E01, 0x0E2E, 1}, {0x3042, 0x30F3, 3}, {0x4E00, 0x9FA0, 256}, {0xAC00, 0xD7A0, 256}
    };

    private final List<String> classes;

    /**
     * @param classes characters that are the same, ascending
     */
    private Alphabet(List<String> classes) {
        this.classes = classes;
    }

    /** Null where the column has no collation. */
    static Alphabet of(Connection connection, TableId table, Column column) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLLATION)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            statement.setString(3, column.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getString(2) != null
                        ? new Alphabet(classes(connection, row.getString(1), row.getString(2)))
                        : null;
            }
        }
    }

    private static List<String> classes(Connection connection, String charset, String collation)
            throws SQLException {
        String characters =
                characters()
                        .mapToObj(Alphabet::selected)
                        .collect(Collectors.joining(" UNION ALL "));
        String own = "CONVERT(c USING %s) COLLATE %s".formatted(charset, collation);
        // what the character set does not have would be a question mark
        String sql =
                "SELECT GROUP_CONCAT(c SEPARATOR '') FROM (%s) a WHERE CONVERT(CONVERT(c USING %s) USING utf8mb4) = BINARY c GROUP BY %s ORDER BY %s"
                        .formatted(characters, charset, own, own);
        List<String> classes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                classes.add(rows.getString(1));
            }
        }
        return classes;
    }

    private static IntStream characters() {
        IntStream all = IntStream.rangeClosed(BLANK, LAST_ASCII);
        for (int[] range : OTHERS) {
            all =
                    IntStream.concat(
                            all,
                            IntStream.iterate(range[0], c -> c <= range[1], c -> c + range[2]));
        }
        return all;
    }

    private static String selected(int character) {
        byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        return "SELECT CONVERT(x'" + HexFormat.of().formatHex(bytes) + "' USING utf8mb4) AS c";
    }

    /** The first characters as the digits of a number. */
    BigInteger number(String text, int digits) {
        BigInteger number = BigInteger.ZERO;
        int[] characters = text.codePoints().limit(digits).toArray();
        for (int i = 0; i < digits; i++) {
            int digit = i < characters.length ? place(characters[i]) : 0;
            number = number.multiply(base()).add(BigInteger.valueOf(digit));
        }
        return number;
    }

    String text(BigInteger number, int digits) {
        StringBuilder text = new StringBuilder();
        BigInteger rest = number;
        for (int i = 0; i < digits; i++) {
            BigInteger[] parts = rest.divideAndRemainder(base());
            text.insert(0, classes.get(parts[1].intValue()).charAt(0));
            rest = parts[0];
        }
        return text.toString().stripTrailing();
    }

    private BigInteger base() {
        return BigInteger.valueOf(classes.size());
    }

    private int place(int character) {
        int base =
                Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD)
                        .codePointAt(0);
        int before = classes.size() - 1;
        int nearest = -1;
        for (int i = 0; i < classes.size(); i++) {
            String same = classes.get(i);
            if (same.indexOf(character) >= 0 || same.indexOf(base) >= 0) {
                return i;
            }
            // between letters that were passed over: the one before
            int first = same.codePointAt(0);
            if (first <= base && first > nearest && first > LAST_ASCII) {
                nearest = first;
                before = i;
            }
        }
        return before;
    }
}
