// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.Holds;
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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the target's catalogue says, and tables made in it. Remembers; forget after DDL. */
public final class TargetTables {
    private static final Logger LOG = LoggerFactory.getLogger(TargetTables.class);

    private final Dialect dialect;
    private final Map<TableId, Map<String, TargetColumn>> known = new HashMap<>();
    private final Map<String, Boolean> types = new HashMap<>();

    public TargetTables(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * A column of the target.
     *
     * @param characterSet or null
     * @param computed by the server, which takes no other values
     */
    record TargetColumn(
            String declaration, String characterSet, boolean computed, boolean nullable) {}

    /** Declarations by column name in order; empty where there is no such table. */
    Map<String, String> columns(Connection connection, TableId table) throws SQLException {
        Map<String, String> declarations = new LinkedHashMap<>();
        described(connection, table)
                .forEach((name, column) -> declarations.put(name, column.declaration()));
        return declarations;
    }

    /** By name in order; empty where there is no such table. */
    Map<String, TargetColumn> described(Connection connection, TableId table) throws SQLException {
        Map<String, TargetColumn> columns = known.get(table);
        if (columns == null) {
            columns = new LinkedHashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(dialect.describe())) {
                statement.setString(1, table.schema());
                statement.setString(2, table.name());
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        columns.put(
                                result.getString(1),
                                new TargetColumn(
                                        result.getString(2),
                                        result.getString(3),
                                        result.getInt(4) == 1,
                                        result.getInt(5) == 1));
                    }
                }
            }
            known.put(table, columns);
        }
        return columns;
    }

    /** What the target's column takes. */
    Holds holds(TargetColumn column) {
        return dialect.holds(column.declaration(), column.characterSet());
    }

    /** What {@link Dialect#changeType} needs; empty for nothing. */
    String shown(Connection connection, TableId table) throws SQLException {
        Optional<String> query = dialect.showTable(table);
        if (query.isEmpty()) {
            return "";
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query.get())) {
            result.next();
            return result.getString(2);
        }
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

    /**
     * PostgreSQL's indexes share the names of its tables. The key of table a is called a_pkey by
     * the server itself; it gets another name where a table a_pkey comes, as does an index that
     * this task has made and has its name from the source.
     */
    void clearName(Connection connection, Applier.Journal journal, TableId table)
            throws SQLException {
        if (dialect.indexInTheWay().isEmpty()) {
            return;
        }
        String of = null;
        boolean named = true;
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.indexInTheWay().get())) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet result = statement.executeQuery()) {
                if (result.next()) {
                    of = result.getString(1);
                    named = result.getInt(2) == 0;
                }
            }
        }
        if (of == null) {
            return;
        }
        String other =
                "key_"
                        + Integer.toHexString(table.hashCode())
                        + "_"
                        + Integer.toHexString(of.hashCode());
        String rename = dialect.renameIndex(table, other);
        TableId owner = new TableId(table.schema(), of);
        if (named && !journal.renames(owner, table.name(), other)) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + table,
                    ("an index of the target's table %s has its name, and PostgreSQL's tables and"
                                    + " indexes share their names. Rename the index (%s), or the table"
                                    + " with a rule, and restart the task")
                            .formatted(owner, rename));
        }
        LOG.info(
                "An index of {} has the name of table {}, and is called {} from now on",
                owner,
                table,
                other);
        execute(connection, table, rename);
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
                            : column.typed(column.type().declared(column.type().engine(), "")));
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

    /**
     * Takes all rows away, and none of another table: where others refer to it the rows are
     * deleted, which a session that checks no foreign keys may do.
     */
    void empty(Connection connection, TableId table) throws SQLException {
        Optional<Boolean> takesOthersAlong = refusesTruncate(connection, table);
        if (takesOthersAlong.isEmpty()) {
            execute(connection, table, dialect.truncate(table));
            return;
        }
        if (takesOthersAlong.get() && checksForeignKeys(connection)) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + table,
                    "it is to be emptied, and foreign keys of the target's other tables would delete"
                            + " or change their rows; let the user set session_replication_role"
                            + " (PostgreSQL 15 and newer: GRANT SET ON PARAMETER"
                            + " session_replication_role TO ...; RDS: GRANT rds_superuser), or drop"
                            + " these foreign keys");
        }
        execute(connection, table, "DELETE FROM " + dialect.quote(table));
    }

    private Optional<Boolean> refusesTruncate(Connection connection, TableId table)
            throws SQLException {
        if (dialect.refusesTruncate().isEmpty()) {
            return Optional.empty();
        }
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.refusesTruncate().get())) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(result.getInt(1) == 1) : Optional.empty();
            }
        }
    }

    /** Does this session check foreign keys, and do what they say on deletion? */
    boolean checksForeignKeys(Connection connection) throws SQLException {
        Optional<String> question = dialect.objects().writesAreChecked();
        if (question.isEmpty()) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question.get())) {
            return result.next() && result.getInt(1) == 1;
        }
    }

    void execute(Connection connection, TableId table, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        forget(table);
    }
}
