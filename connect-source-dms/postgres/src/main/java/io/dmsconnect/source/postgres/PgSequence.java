// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.TableId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The sequence behind a column.
 *
 * @param identity true where it is the column's own and has no name for anybody else
 */
record PgSequence(
        String column,
        TableId name,
        boolean identity,
        boolean always,
        boolean owned,
        Options options) {
    private static final String DENIED = "42501";
    private static final String LAST =
            "SELECT last_value FROM pg_sequences WHERE schemaname = ? AND sequencename = ?";

    /**
     * @param type smallint, integer or bigint
     */
    record Options(
            String type,
            long increment,
            long least,
            long most,
            long start,
            long cache,
            boolean cycle) {
        private boolean usual() {
            return increment == 1
                    && least == 1
                    && most == greatest()
                    && start == 1
                    && cache == 1
                    && !cycle;
        }

        private long greatest() {
            return switch (type) {
                case "smallint" -> Short.MAX_VALUE;
                case "integer" -> Integer.MAX_VALUE;
                default -> Long.MAX_VALUE;
            };
        }

        String text() {
            return usual()
                    ? ""
                    : "INCREMENT BY %d MINVALUE %d MAXVALUE %d START WITH %d CACHE %d %sCYCLE"
                            .formatted(increment, least, most, start, cache, cycle ? "" : "NO ");
        }

        private BigInteger after(BigInteger last) {
            BigInteger next = last.add(BigInteger.valueOf(increment));
            boolean over =
                    increment > 0
                            ? next.compareTo(BigInteger.valueOf(most)) > 0
                            : next.compareTo(BigInteger.valueOf(least)) < 0;
            return over && cycle ? BigInteger.valueOf(increment > 0 ? least : most) : next;
        }
    }

    /** Empty where the user may read nothing that says which number comes next. */
    Optional<Numbering> numbering(Connection connection, TableId table) throws SQLException {
        Optional<BigInteger> next = ofSequence(connection);
        if (next.isEmpty()) {
            next = ofStatistics(connection);
        }
        if (next.isEmpty()) {
            next = ofRows(connection, table);
        }
        return next.map(
                number ->
                        new Numbering(
                                column,
                                identity ? "" : name.name(),
                                owned,
                                always,
                                options.increment(),
                                number,
                                options.text()));
    }

    private Optional<BigInteger> ofSequence(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT last_value, is_called FROM " + Sql.quote(name))) {
            row.next();
            BigInteger last = BigInteger.valueOf(row.getLong(1));
            return Optional.of(row.getBoolean(2) ? options.after(last) : last);
        } catch (SQLException e) {
            return emptyWhereDenied(e);
        }
    }

    /** May be known to users that may not read the sequence; null where none was ever taken. */
    private Optional<BigInteger> ofStatistics(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                BigDecimal last = row.next() ? row.getBigDecimal(1) : null;
                return Optional.ofNullable(last).map(BigDecimal::toBigInteger).map(options::after);
            }
        } catch (SQLException e) {
            return emptyWhereDenied(e);
        }
    }

    private Optional<BigInteger> ofRows(Connection connection, TableId table) throws SQLException {
        String sql =
                "SELECT %s(%s)::numeric FROM %s"
                        .formatted(
                                options.increment() > 0 ? "max" : "min",
                                Sql.quote(column),
                                Sql.quote(table));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            BigDecimal last = row.getBigDecimal(1);
            return Optional.of(
                    last == null
                            ? BigInteger.valueOf(options.start())
                            : options.after(last.toBigInteger()));
        } catch (SQLException e) {
            return emptyWhereDenied(e);
        }
    }

    private static Optional<BigInteger> emptyWhereDenied(SQLException e) throws SQLException {
        if (DENIED.equals(e.getSQLState())) {
            return Optional.empty();
        }
        throw e;
    }
}
