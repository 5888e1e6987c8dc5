// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.source.Ranges;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Cuts a table by its primary key into parts of about the same number of rows. How many rows lie
 * between two keys the server estimates from its index (EXPLAIN), so that gaps and skewed keys cost
 * nothing: the largest part is halved until all are small enough, each time at the key where the
 * estimate says half. A boundary is only a place to cut: wherever it lies, each row is on one side
 * of it.
 */
final class KeySlices {
    /** Halvings of the range of values before the best cut found so far is taken. */
    private static final int GUESSES = 40;

    private static final double BALANCED = 0.15;

    private static final String INDEX =
            """
            SELECT COLUMN_NAME, SUB_PART, COLLATION FROM information_schema.STATISTICS
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME = 'PRIMARY'
            ORDER BY SEQ_IN_INDEX
            """;

    private final Connection connection;
    private final Table table;
    private final long allRows;
    private final List<KeyColumn> columns = new ArrayList<>();

    /**
     * @param rows of the table, about
     */
    KeySlices(Connection connection, Table table, long rows) throws SQLException {
        this.connection = connection;
        this.table = table;
        this.allRows = rows;
        List<String> inOrder = inOrder();
        for (String name : table.primaryKey()) {
            Column column = table.columns().get(table.indexOf(name));
            if (!inOrder.contains(name) || !KeyColumn.isOrdered(column)) {
                break;
            }
            columns.add(new KeyColumn(column, Alphabet.of(connection, table.id(), column)));
        }
    }

    /**
     * Columns, from the first, by which the index has the rows in order, whole and in one
     * direction.
     */
    private List<String> inOrder() throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(INDEX)) {
            statement.setString(1, table.id().schema());
            statement.setString(2, table.id().name());
            try (ResultSet row = statement.executeQuery()) {
                String direction = null;
                while (row.next() && row.getString(2) == null) {
                    String own = row.getString(3);
                    if (direction != null && !direction.equals(own)) {
                        break;
                    }
                    direction = own;
                    names.add(row.getString(1));
                }
            }
        }
        return names;
    }

    /**
     * Keys from {@code from} on, below {@code to}; null for no boundary.
     *
     * @param first key there is
     * @param last key there is
     */
    private record Part(
            List<String> from, List<String> to, List<String> first, List<String> last, long rows) {}

    /** Boundaries, ascending; none where the key has no order to go by. */
    List<Ranges.Boundary> cut(long rowsPerPart, int most) throws SQLException {
        if (columns.isEmpty()) {
            return List.of();
        }
        Optional<List<String>> first = edge(null, null, "ASC");
        Optional<List<String>> last = edge(null, null, "DESC");
        if (first.isEmpty() || last.isEmpty()) {
            return List.of();
        }
        PriorityQueue<Part> parts =
                new PriorityQueue<>(Comparator.comparingLong(Part::rows).reversed());
        parts.add(new Part(null, null, first.get(), last.get(), allRows));
        List<Part> done = new ArrayList<>();
        while (!parts.isEmpty()) {
            Part part = parts.poll();
            boolean enough =
                    part.rows() <= rowsPerPart * 3 / 2 || parts.size() + done.size() + 1 >= most;
            List<Part> halves = enough ? List.of() : halves(part);
            if (halves.isEmpty()) {
                done.add(part);
            } else {
                parts.addAll(halves);
            }
        }
        return boundaries(done);
    }

    /** Each part's begin but the first one's, as the parts follow one another. */
    private List<Ranges.Boundary> boundaries(List<Part> parts) {
        List<Ranges.Boundary> boundaries = new ArrayList<>();
        List<String> at = null;
        for (int i = 0; i < parts.size(); i++) {
            List<String> from = at;
            Part part = parts.stream().filter(p -> p.from() == from).findFirst().orElseThrow();
            at = part.to();
            if (at != null) {
                boundaries.add(Ranges.Boundary.of(names(at.size()), literals(at)));
            }
        }
        return boundaries;
    }

    private List<String> names(int count) {
        return columns.subList(0, count).stream().map(KeyColumn::quoted).toList();
    }

    private List<String> literals(List<String> values) {
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            literals.add(columns.get(i).literal(values.get(i)));
        }
        return literals;
    }

    private List<Part> halves(Part part) throws SQLException {
        int differs = 0;
        while (differs < columns.size()
                && part.first().get(differs).equals(part.last().get(differs))) {
            differs++;
        }
        if (differs == columns.size()) {
            return List.of();
        }
        Optional<KeyRange> range =
                columns.get(differs).range(part.first().get(differs), part.last().get(differs));
        if (range.isEmpty()) {
            return List.of();
        }
        Optional<List<String>> middle = middle(part, differs, range.get());
        if (middle.isEmpty()) {
            return List.of();
        }
        List<String> at = middle.get();
        Optional<List<String>> lastBelow = edge(part.from(), at, "DESC");
        Optional<List<String>> firstAbove = edge(at, part.to(), "ASC");
        if (lastBelow.isEmpty() || firstAbove.isEmpty()) {
            return List.of();
        }
        long below = Math.round(part.rows() * shareBelow(part, at));
        return List.of(
                new Part(part.from(), at, part.first(), lastBelow.get(), below),
                new Part(at, part.to(), firstAbove.get(), part.last(), part.rows() - below));
    }

    private Optional<List<String>> middle(Part part, int differs, KeyRange range)
            throws SQLException {
        BigInteger low = range.low();
        BigInteger high = range.high();
        List<String> best = null;
        double bestDistance = 0.5;
        for (int i = 0; i < GUESSES && high.subtract(low).signum() > 0; i++) {
            BigInteger guess = low.add(high).add(BigInteger.ONE).shiftRight(1);
            List<String> at = new ArrayList<>(part.first().subList(0, differs));
            at.add(range.text(guess));
            double share = shareBelow(part, at);
            double distance = Math.abs(share - 0.5);
            if (distance < bestDistance) {
                best = at;
                bestDistance = distance;
            }
            if (distance <= BALANCED) {
                break;
            }
            if (share < 0.5) {
                low = guess;
            } else {
                high = guess.subtract(BigInteger.ONE);
            }
        }
        return Optional.ofNullable(best);
    }

    /** Of both sides: InnoDB never estimates more than half of the table for one. */
    private double shareBelow(Part part, List<String> at) throws SQLException {
        double below = estimate(part.from(), at);
        double above = estimate(at, part.to());
        return below / Math.max(1, below + above);
    }

    private long estimate(List<String> from, List<String> to) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "EXPLAIN FORMAT=TRADITIONAL SELECT 1 "
                                        + rows()
                                        + where(from, to))) {
            return row.next() ? row.getLong("rows") : 0;
        }
    }

    private Optional<List<String>> edge(List<String> from, List<String> to, String direction)
            throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT ");
        StringBuilder order = new StringBuilder(" ORDER BY ");
        for (int i = 0; i < columns.size(); i++) {
            String comma = i == 0 ? "" : ", ";
            sql.append(comma).append(columns.get(i).text());
            order.append(comma).append(columns.get(i).quoted()).append(' ').append(direction);
        }
        sql.append(' ').append(rows()).append(where(from, to)).append(order).append(" LIMIT 1");
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.toString())) {
            if (!row.next()) {
                return Optional.empty();
            }
            List<String> key = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                key.add(row.getString(i + 1));
            }
            return Optional.of(key);
        }
    }

    private String rows() {
        return "FROM " + Sql.quote(table.id()) + " FORCE INDEX (PRIMARY)";
    }

    private String where(List<String> from, List<String> to) {
        List<String> conditions = new ArrayList<>();
        if (from != null) {
            conditions.add(
                    "(" + Ranges.Boundary.of(names(from.size()), literals(from)).notBelow() + ")");
        }
        if (to != null) {
            conditions.add("(" + Ranges.Boundary.of(names(to.size()), literals(to)).below() + ")");
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
