// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.sql.dialect.Binder;
import io.dmsconnect.sql.dialect.ColumnType;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** Statements for rows of one shape, with their binders found once. */
final class Statements {
    private final Dialect dialect;
    private final Connection connection;
    final Table table;
    final List<ColumnType> types;
    final int[] keyIndexes;

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
        bind(statement, parameter, types.get(column).binder(), value);
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
