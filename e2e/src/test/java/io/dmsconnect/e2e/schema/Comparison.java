// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares every value of every column of a schema's tables, as bags of rows. */
final class Comparison implements AutoCloseable {
    private static final int SHOWN = 4;
    private static final int LONGEST = 40;

    private final Place place;
    private final Connection source;
    private final Connection target;

    Comparison(Place place) {
        this.place = place;
        source = open(place.source(), place.sourceDatabase());
        target = open(place.target(), place.targetDatabase());
    }

    private static Connection open(Engine engine, String database) {
        Connection connection = engine.server().connect(database);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    engine.isPostgreSql()
                            ? "set time zone 'UTC'; set application_name = '" + Sessions.NAME + "'"
                            : "set time_zone = '+00:00'");
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param without tables that are not looked at
     * @return the differences, none where the schemas are equal
     */
    List<String> of(String schema, Set<String> without) {
        List<String> differences = new ArrayList<>();
        try {
            for (String table : tables(schema)) {
                if (!without.contains(table)) {
                    differences.addAll(compare(schema, table));
                }
            }
        } catch (SQLException e) {
            differences.add(e.getMessage()); // a table is just being made anew
        }
        return differences;
    }

    private List<String> tables(String schema) throws SQLException {
        String sql =
                place.source().isPostgreSql()
                        ? "select relname from pg_class where relkind in ('r', 'p') and not relispartition"
                                + " and relnamespace = '%s'::regnamespace order by 1"
                                        .formatted(schema)
                        : "select table_name from information_schema.tables where table_schema = '%s' order by 1"
                                .formatted(schema);
        List<String> names = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** PostgreSQL's log does not have generated columns, so that a target has none of them. */
    private static Map<String, Column> columns(
            Engine engine, Connection connection, String schema, String table) throws SQLException {
        String sql =
                ("select column_name, "
                                + (engine.isPostgreSql()
                                        ? "udt_name, 0"
                                        : "data_type, numeric_precision")
                                + " from information_schema.columns where table_schema = '%s'"
                                + " and table_name = '%s'"
                                + (engine.isPostgreSql() ? " and is_generated = 'NEVER'" : "")
                                + " order by ordinal_position")
                        .formatted(schema, table);
        Map<String, Column> columns = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                columns.put(
                        rows.getString(1),
                        new Column(engine, rows.getString(1), rows.getString(2), rows.getInt(3)));
            }
        }
        return columns;
    }

    private List<String> compare(String schema, String table) throws SQLException {
        String there = place.targetSchema(schema);
        Map<String, Column> left = columns(place.source(), source, schema, table);
        Map<String, Column> right = columns(place.target(), target, there, table);
        boolean sameColumns = left.keySet().equals(right.keySet());
        if (!sameColumns && isEmpty(source, schema, table) && isEmpty(target, there, table)) {
            return List.of(); // nothing has told the target
        }
        if (!sameColumns) {
            return List.of(
                    table
                            + ": columns "
                            + left.keySet()
                            + " at the source, "
                            + (right.isEmpty() ? "no such table" : right.keySet())
                            + " at the target");
        }
        List<String> names = List.copyOf(left.keySet());
        Map<List<String>, Integer> balance = new HashMap<>();
        count(source, schema + "." + table, names, left, left, balance, 1);
        count(target, there + "." + table, names, right, left, balance, -1);
        balance.values().removeIf(count -> count == 0);
        List<String> differences = new ArrayList<>();
        for (Map.Entry<List<String>, Integer> entry : balance.entrySet()) {
            if (differences.size() == SHOWN) {
                differences.add(table + ": and " + (balance.size() - SHOWN) + " more");
                break;
            }
            differences.add(
                    "%s: only at the %s: %s"
                            .formatted(
                                    table,
                                    entry.getValue() > 0 ? "source" : "target",
                                    shown(names, entry.getKey())));
        }
        return differences;
    }

    private static boolean isEmpty(Connection connection, String schema, String table)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select 1 from " + schema + "." + table + " limit 1")) {
            return !rows.next();
        }
    }

    private static String shown(List<String> names, List<String> row) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            String value = row.get(i);
            shown.put(
                    names.get(i),
                    value == null || value.length() <= LONGEST
                            ? value
                            : value.substring(0, LONGEST) + "...(" + value.length() + ")");
        }
        return shown.toString();
    }

    private static void count(
            Connection connection,
            String table,
            List<String> names,
            Map<String, Column> own,
            Map<String, Column> source,
            Map<List<String>, Integer> balance,
            int step)
            throws SQLException {
        String selected =
                String.join(", ", names.stream().map(name -> own.get(name).select()).toList());
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + selected + " from " + table)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    String name = names.get(i);
                    row.add(own.get(name).read(rows, i + 1, source.get(name)));
                }
                balance.merge(row, step, Integer::sum);
            }
        }
    }

    /** Is the row with this number in the target's table of marks? */
    boolean hasMark(String schema, int number) {
        String sql =
                "select count(*) from %s.mark where id = %d"
                        .formatted(place.targetSchema(schema), number);
        try (Statement statement = target.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1) > 0;
        } catch (SQLException e) {
            return false; // not there yet
        }
    }

    /** Tables of the source that the target lacks, to be told from those that differ. */
    Set<String> names(String schema) {
        try {
            return new TreeSet<>(tables(schema));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (Connection first = source;
                Connection second = target) {
            first.clearWarnings();
            second.clearWarnings();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
