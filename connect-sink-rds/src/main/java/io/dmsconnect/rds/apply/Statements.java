// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.sql.dialect.Binder;
import io.dmsconnect.sql.dialect.ColumnType;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.ErrorValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements for rows of one shape, with their binders found once. */
final class Statements {
    private final Dialect dialect;
    private final Connection connection;
    final Table table;
    final List<ColumnType> types;
    final int[] keyIndexes;

    /** Columns of the row that is being bound which may have the error value of an ENUM. */
    private final Set<String> errorValues = new HashSet<>();

    Statements(Dialect dialect, Connection connection, Table table) {
        this.dialect = dialect;
        this.connection = connection;
        this.table = table;
        this.types = dialect.columnTypes(table);
        this.keyIndexes = table.keyIndexes();
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    void bind(PreparedStatement statement, int parameter, int column, Object value)
            throws SQLException {
        if (parameter == 1) {
            errorValues.clear();
        }
        Column of = table.columns().get(column);
        if (ErrorValues.mayBe(of.type(), value)) {
            errorValues.add(of.name());
        }
        bind(statement, parameter, types.get(column).binder(), value);
    }

    /**
     * Writes the one row that was bound last, error values of its ENUM columns included.
     *
     * @return how many rows were hit
     */
    int executeUpdate(PreparedStatement statement) throws SQLException {
        try {
            return statement.executeUpdate();
        } catch (SQLException e) {
            Optional<ErrorValues> way = dialect.errorValues().filter(values -> values.isRefusal(e));
            if (way.isEmpty() || errorValues.isEmpty()) {
                throw e;
            }
            return executeLeniently(statement, way.get(), e);
        }
    }

    private int executeLeniently(PreparedStatement statement, ErrorValues way, SQLException refusal)
            throws SQLException {
        try (Statement session = connection.createStatement()) {
            session.execute(way.lenient());
            try {
                int count = statement.executeUpdate();
                if (!warnsOfErrorValuesOnly(session, way)) {
                    throw refusal;
                }
                return count;
            } finally {
                session.execute(way.strict());
            }
        }
    }

    private boolean warnsOfErrorValuesOnly(Statement session, ErrorValues way) throws SQLException {
        try (ResultSet warnings = session.executeQuery("SHOW WARNINGS")) {
            while (warnings.next()) {
                String text = warnings.getString("Message");
                if (warnings.getInt("Code") != way.code()
                        || errorValues.stream()
                                .noneMatch(name -> text.contains("'" + name + "'"))) {
                    return false;
                }
            }
            return true;
        }
    }

    void bindMatch(PreparedStatement statement, int parameter, int column, Object value)
            throws SQLException {
        Column matched = table.columns().get(column);
        bind(statement, parameter, dialect.matchBinder(matched), value);
    }

    private static void bind(
            PreparedStatement statement, int parameter, Binder binder, Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.NULL);
        } else {
            binder.bind(statement, parameter, value);
        }
    }
}
