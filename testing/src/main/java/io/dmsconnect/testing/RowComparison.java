// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares what two queries return, as multisets of rows, every value as the driver prints it. */
public final class RowComparison {
    private static final int SHOWN = 20;
    private static final int LONGEST = 60;

    private RowComparison() {}

    /**
     * The differences, at most 20, each saying on which side the row is; empty where there are
     * none.
     */
    public static List<String> compare(
            Connection source, String sourceSql, Connection target, String targetSql) {
        Map<List<String>, Integer> balance = new HashMap<>();
        count(source, sourceSql, balance, 1);
        count(target, targetSql, balance, -1);
        List<String> differences = new ArrayList<>();
        balance.forEach(
                (row, count) -> {
                    if (count != 0 && differences.size() < SHOWN) {
                        differences.add(
                                (count > 0 ? "missing on the target: " : "only on the target: ")
                                        + shortened(row)
                                        + (Math.abs(count) > 1 ? " x" + Math.abs(count) : ""));
                    }
                });
        return differences;
    }

    private static List<String> shortened(List<String> row) {
        List<String> shown = new ArrayList<>();
        for (String value : row) {
            shown.add(
                    value == null || value.length() <= LONGEST
                            ? value
                            : value.substring(0, LONGEST) + "... (" + value.length() + ")");
        }
        return shown;
    }

    private static void count(
            Connection connection, String sql, Map<List<String>, Integer> balance, int step) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                balance.merge(row, step, Integer::sum);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
