// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.compare;

import io.dmsconnect.cli.jdbc.Databases;
import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.Engine.Family;
import io.dmsconnect.core.schema.TableId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares tables of two databases. A table with a key is read from both in the key's order and
 * merged; one without is compared as a bag of rows. Both sides are read streaming.
 */
public final class DatabaseComparison implements AutoCloseable {
    private static final int FETCH = 2_000;
    private static final int EXAMPLES = 3;

    private final Family sourceFamily;
    private final Family targetFamily;
    private final Connection source;
    private final Connection target;

    /**
     * @param sourceEndpoint and targetEndpoint with references resolved
     */
    public DatabaseComparison(Endpoint sourceEndpoint, Endpoint targetEndpoint)
            throws SQLException {
        sourceFamily = sourceEndpoint.engine().family();
        targetFamily = targetEndpoint.engine().family();
        source = open(sourceEndpoint);
        target = open(targetEndpoint);
    }

    private static Connection open(Endpoint endpoint) throws SQLException {
        Connection connection = Databases.openForReading(endpoint);
        try (Statement statement = connection.createStatement()) {
            switch (endpoint.engine().family()) {
                case MYSQL -> statement.execute("SET time_zone = '+00:00'");
                case POSTGRESQL -> {
                    statement.execute("SET TIME ZONE 'UTC'");
                    statement.execute("SET extra_float_digits = 1");
                    connection.setAutoCommit(false); // or the driver reads everything at once
                }
            }
        }
        return connection;
    }

    /** Two tables, which may have other names on the other side; columns are matched by name. */
    public TableDifference compare(TableId sourceTable, TableId targetTable) throws SQLException {
        String name = sourceTable.schema() + "." + sourceTable.name();
        ComparedTable left =
                ComparedTable.read(source, sourceFamily, sourceTable.schema(), sourceTable.name());
        ComparedTable right =
                ComparedTable.read(target, targetFamily, targetTable.schema(), targetTable.name());
        if (!left.exists() || !right.exists()) {
            return TableDifference.notCompared(
                    name,
                    "there is no such table "
                            + (left.exists() ? "in the target" : "in the source"));
        }
        if (!left.columns().keySet().equals(right.columns().keySet())) {
            return TableDifference.notCompared(
                    name,
                    "its columns are %s here and %s there"
                            .formatted(left.columns().keySet(), right.columns().keySet()));
        }
        if (!left.key().equals(right.key())) {
            return TableDifference.notCompared(
                    name, "its key is %s here and %s there".formatted(left.key(), right.key()));
        }
        List<String> columns = List.copyOf(left.columns().keySet());
        List<Form> forms =
                columns.stream()
                        .map(
                                column ->
                                        Form.shared(
                                                left.columns().get(column).form(),
                                                right.columns().get(column).form()))
                        .toList();
        List<Integer> key = left.key().stream().map(columns::indexOf).toList();
        boolean ordered = !key.isEmpty() && key.stream().allMatch(i -> forms.get(i).ordered());
        List<String> order = ordered ? left.key() : List.of();
        try (PreparedStatement here = streaming(source, left.query(columns, order));
                PreparedStatement there = streaming(target, right.query(columns, order));
                ResultSet leftRows = here.executeQuery();
                ResultSet rightRows = there.executeQuery()) {
            Rows leftReader = new Rows(leftRows, forms);
            Rows rightReader = new Rows(rightRows, forms);
            return ordered
                    ? merge(name, columns, forms, key, leftReader, rightReader)
                    : bags(name, leftReader, rightReader);
        } finally {
            if (!target.getAutoCommit()) {
                target.rollback();
            }
            if (!source.getAutoCommit()) {
                source.rollback();
            }
        }
    }

    private static PreparedStatement streaming(Connection connection, String query)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query);
        statement.setFetchSize(FETCH);
        return statement;
    }

    /** Rows in their common form. */
    private static final class Rows {
        private final ResultSet rows;
        private final List<Form> forms;
        private long count;

        Rows(ResultSet rows, List<Form> forms) {
            this.rows = rows;
            this.forms = forms;
        }

        /** The next row, or null after the last. */
        String[] next() throws SQLException {
            if (!rows.next()) {
                return null;
            }
            count++;
            String[] row = new String[forms.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = forms.get(i).read(rows, i + 1);
            }
            return row;
        }
    }

    private static TableDifference merge(
            String name,
            List<String> columns,
            List<Form> forms,
            List<Integer> key,
            Rows left,
            Rows right)
            throws SQLException {
        long missing = 0;
        long extra = 0;
        long different = 0;
        List<String> examples = new ArrayList<>();
        String[] here = left.next();
        String[] there = right.next();
        while (here != null || there != null) {
            int order =
                    here == null ? 1 : there == null ? -1 : compareKeys(forms, key, here, there);
            String example;
            if (order < 0) {
                missing++;
                example = "missing " + keyText(columns, key, here);
                here = left.next();
            } else if (order > 0) {
                extra++;
                example = "extra " + keyText(columns, key, there);
                there = right.next();
            } else {
                List<String> others = differing(columns, here, there);
                different += others.isEmpty() ? 0 : 1;
                example =
                        others.isEmpty()
                                ? ""
                                : keyText(columns, key, here) + " in " + String.join(", ", others);
                here = left.next();
                there = right.next();
            }
            if (!example.isEmpty() && examples.size() < EXAMPLES) {
                examples.add(example);
            }
        }
        return new TableDifference(
                name, left.count, right.count, missing, extra, different, examples, "");
    }

    private static int compareKeys(
            List<Form> forms, List<Integer> key, String[] here, String[] there) {
        for (int column : key) {
            int order = forms.get(column).compare(here[column], there[column]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static List<String> differing(List<String> columns, String[] here, String[] there) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < here.length; i++) {
            if (!Objects.equals(here[i], there[i])) {
                names.add(columns.get(i));
            }
        }
        return names;
    }

    private static String keyText(List<String> columns, List<Integer> key, String[] row) {
        List<String> parts = new ArrayList<>();
        key.forEach(i -> parts.add(columns.get(i) + "=" + row[i]));
        return String.join(",", parts);
    }

    private static TableDifference bags(String name, Rows left, Rows right) throws SQLException {
        Map<ByteBuffer, Integer> surplus = new HashMap<>();
        for (String[] row; (row = left.next()) != null; ) {
            surplus.merge(digest(row), 1, DatabaseComparison::sum);
        }
        for (String[] row; (row = right.next()) != null; ) {
            surplus.merge(digest(row), -1, DatabaseComparison::sum);
        }
        long missing = surplus.values().stream().filter(n -> n > 0).mapToLong(n -> n).sum();
        long extra = -surplus.values().stream().filter(n -> n < 0).mapToLong(n -> n).sum();
        return new TableDifference(name, left.count, right.count, missing, extra, 0, List.of(), "");
    }

    private static Integer sum(Integer a, Integer b) {
        return a + b == 0 ? null : a + b;
    }

    /** Lengths are part of it, so that no two rows run into the same text. */
    private static ByteBuffer digest(String[] row) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String value : row) {
                byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES)
                                .putInt(value == null ? -1 : bytes.length)
                                .flip());
                digest.update(bytes);
            }
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public void close() throws SQLException {
        try (Connection first = source;
                Connection second = target) {
            first.clearWarnings();
            second.clearWarnings();
        }
    }
}
