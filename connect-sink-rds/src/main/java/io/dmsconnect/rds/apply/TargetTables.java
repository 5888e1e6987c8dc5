// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the target's catalogue says, and tables made in it. Remembers; forget after DDL. */
public final class TargetTables {
    private static final Logger LOG = LoggerFactory.getLogger(TargetTables.class);

    private final Dialect dialect;
    private final Map<TableId, Map<String, String>> known = new HashMap<>();
    private final Map<String, Boolean> types = new HashMap<>();

    public TargetTables(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Declarations by column name in order; empty where there is no such table. */
    Map<String, String> columns(Connection connection, TableId table) throws SQLException {
        Map<String, String> columns = known.get(table);
        if (columns == null) {
            columns = new LinkedHashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(dialect.describe())) {
                statement.setString(1, table.schema());
                statement.setString(2, table.name());
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        columns.put(result.getString(1), result.getString(2));
                    }
                }
            }
            known.put(table, columns);
        }
        return columns;
    }

    void forget(TableId table) {
        known.remove(table);
    }

    public void forgetAll() {
        known.clear();
        types.clear();
    }

    /** With its key. */
    void create(Connection connection, Table table) throws SQLException {
        create(connection, table, true, "");
    }

    /**
     * @param numbered column that numbers the rows; empty for none
     */
    void create(Connection connection, Table table, boolean withKey, String numbered)
            throws SQLException {
        refuseNames(table);
        boolean wantsTablespace =
                !table.storage().tablespace().isEmpty()
                        || !table.storage().indexTablespace().isEmpty();
        if (wantsTablespace && !dialect.hasTablespaces()) {
            LOG.warn(
                    "{}: rules put it into the tablespace '{}' and its indexes into '{}'; {} has none"
                            + " of that kind, so it is where the server puts it",
                    table.id(),
                    table.storage().tablespace(),
                    table.storage().indexTablespace(),
                    dialect.name());
        }
        try (Statement statement = connection.createStatement()) {
            String schema = table.id().schema();
            if (!schemaExists(connection, schema)) {
                if (dialect.oneAfterTheOther().isPresent()) {
                    statement.execute(dialect.oneAfterTheOther().get());
                }
                if (!schemaExists(connection, schema)) {
                    statement.execute(dialect.createSchema(schema));
                }
            }
            statement.execute(
                    dialect.createNumberedTable(declarable(connection, table), withKey, numbered));
        }
        forget(table.id());
    }

    private boolean schemaExists(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?")) {
            statement.setString(1, schema);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    /** A name that does not fit is an error before anything is touched. */
    void refuseNames(Table table) {
        List<String> problems = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of(table.id().schema(), table.id().name()));
        table.columns().forEach(column -> names.add(column.name()));
        if (!table.storage().uniqueIndex().isEmpty()) {
            names.add(table.storage().uniqueIndex());
        }
        for (String name : names) {
            String problem = dialect.refuseName(name);
            if (problem != null) {
                problems.add(problem);
            }
        }
        if (!problems.isEmpty()) {
            throw new ReplicationException(
                    FailureKind.TABLE, "table " + table.id(), String.join("; ", problems));
        }
    }

    /** The table with declarations only where this server has the type. */
    Table declarable(Connection connection, Table table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            columns.add(
                    isKnownType(connection, column)
                            ? column
                            : new Column(
                                    column.name(),
                                    column.type().declared(column.type().engine(), ""),
                                    column.nullable()));
        }
        return new Table(table.id(), columns, table.primaryKey(), table.storage());
    }

    /** A PostgreSQL server is asked for types of PostgreSQL: they may be the source's own. */
    private boolean isKnownType(Connection connection, Column column) throws SQLException {
        String declaration = column.type().declaration();
        if (declaration.isEmpty()
                || !column.type().engine().equals("postgres")
                || !dialect.name().equals("PostgreSQL")) {
            return true;
        }
        Boolean exists = types.get(declaration);
        if (exists == null) {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT to_regtype(?) IS NOT NULL")) {
                // to_regtype of older servers takes no modifiers
                statement.setString(1, declaration.replaceAll("\\([^)]*\\)", ""));
                try (ResultSet result = statement.executeQuery()) {
                    result.next();
                    exists = result.getBoolean(1);
                }
            }
            types.put(declaration, exists);
        }
        return exists;
    }

    boolean isEmpty(Connection connection, TableId table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT 1 FROM " + dialect.quote(table) + " LIMIT 1")) {
            return !result.next();
        }
    }

    void execute(Connection connection, TableId table, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        forget(table);
    }
}
