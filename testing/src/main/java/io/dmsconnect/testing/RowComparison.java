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
import java.util.function.UnaryOperator;

/** Compares what two queries return, as multisets of rows, every value as the driver prints it. */
public final class RowComparison {
    private static final int SHOWN = 20;
    private static final int LONGEST = 60;

    private RowComparison() {}

    /**
     * The differences, 20 of them and how many more there are, each saying on which side the row
     * is; empty where there are none.
     */
    public static List<String> compare(
            Connection source, String sourceSql, Connection target, String targetSql) {
        return compare(source, sourceSql, target, targetSql, UnaryOperator.identity());
    }

    /**
     * @param normalizer what a row of either side becomes before it is compared, for two spellings
     *     of one value
     */
    public static List<String> compare(
            Connection source,
            String sourceSql,
            Connection target,
            String targetSql,
            UnaryOperator<List<String>> normalizer) {
        Map<List<String>, Integer> balance = new HashMap<>();
        count(source, sourceSql, normalizer, balance, 1);
        count(target, targetSql, normalizer, balance, -1);
        balance.values().removeIf(count -> count == 0);
        List<String> differences = new ArrayList<>();
        balance.entrySet().stream()
                .limit(SHOWN)
                .forEach(entry -> differences.add(difference(entry.getKey(), entry.getValue())));
        if (balance.size() > SHOWN) {
            differences.add("and " + (balance.size() - SHOWN) + " more");
        }
        return differences;
    }

    private static String difference(List<String> row, int count) {
        return (count > 0 ? "missing on the target: " : "only on the target: ")
                + shortened(row)
                + (Math.abs(count) > 1 ? " x" + Math.abs(count) : "");
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
            Connection connection,
            String sql,
            UnaryOperator<List<String>> normalizer,
            Map<List<String>, Integer> balance,
            int step) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                balance.merge(normalizer.apply(row), step, Integer::sum);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
