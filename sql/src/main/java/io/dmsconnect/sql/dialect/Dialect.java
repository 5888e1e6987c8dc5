// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SQL of one kind of target. Pure text and types: no I/O, no state. Where a statement names
 * columns, its parameters come in the order given.
 */
public interface Dialect {
    String name();

    /** True for the JDBC URL's server, which says this product name. */
    boolean accepts(String jdbcUrl, String product);

    /** The same for a server of this version, as its driver tells it. */
    default Dialect ofVersion(String version) {
        return this;
    }

    String quote(String identifier);

    default String quote(TableId table) {
        return quote(table.schema()) + "." + quote(table.name());
    }

    /** Null where the name fits, else what is wrong with it. */
    String refuseName(String identifier);

    /**
     * Types of all the table's columns, in order; the whole table matters (keys, width of a row).
     */
    List<ColumnType> columnTypes(Table table);

    /**
     * What a column of the target takes.
     *
     * @param declaration as {@link #describe} says it
     * @param characterSet as {@link #describe} says it, or null
     */
    Holds holds(String declaration, String characterSet);

    /** Statements that make a session ready, first to last. */
    List<String> session();

    /** The same, which a user without privileges may be refused. */
    List<String> optionalSession();

    String createSchema(String schema);

    /**
     * A statement that lets one transaction after the other look for a schema and create it; empty
     * where the server needs none.
     */
    default Optional<String> oneAfterTheOther() {
        return Optional.empty();
    }

    String createTable(Table table, boolean withKey);

    /**
     * As {@link #createTable(Table, boolean)}, with a column that numbers the rows where the server
     * is better told at once.
     *
     * @param numbered name of the column
     */
    default String createNumberedTable(Table table, boolean withKey, String numbered) {
        return createTable(table, withKey);
    }

    String addKey(Table table);

    /** What tables have beside columns and key. */
    ObjectSql objects();

    /** True where a table can be put into a tablespace by its name. */
    default boolean hasTablespaces() {
        return false;
    }

    /** What stands behind a key's columns to say where its index is kept; empty for nothing. */
    default String indexPlace(Storage storage) {
        return "";
    }

    String addColumn(Table table, Column column);

    default String dropColumn(TableId table, String column) {
        return "ALTER TABLE " + quote(table) + " DROP COLUMN " + quote(column);
    }

    default String renameColumn(TableId table, String from, String to) {
        return "ALTER TABLE %s RENAME COLUMN %s TO %s"
                .formatted(quote(table), quote(from), quote(to));
    }

    /**
     * A query whose second column is the statement that would make the table as it is; empty where
     * {@link #changeType} needs none.
     */
    default Optional<String> showTable(TableId table) {
        return Optional.empty();
    }

    /**
     * Gives a column another type, and leaves all else of it as it is.
     *
     * @param shown what {@link #showTable} gives, or empty
     * @param declared the column's type as {@link #describe} says it
     */
    String changeType(Table table, Column column, String shown, String declared);

    /** Lets a column be null; parameters as of {@link #changeType}. */
    String dropNotNull(Table table, Column column, String shown);

    default String dropTable(TableId table) {
        return "DROP TABLE IF EXISTS " + quote(table);
    }

    /**
     * Asks for an index that has the name of a table to come (parameters schema, name): its table,
     * and 1 where it is that table's primary key and the server has given it its name. Empty where
     * indexes and tables share no names.
     */
    default Optional<String> indexInTheWay() {
        return Optional.empty();
    }

    /** Where {@link #indexInTheWay} finds one. */
    default String renameIndex(TableId index, String name) {
        throw new UnsupportedOperationException(name());
    }

    default String truncate(TableId table) {
        return "TRUNCATE TABLE " + quote(table);
    }

    /**
     * Asks whether the server refuses to truncate a table since other tables refer to it
     * (parameters schema, table): a row where it does; 1 where deleting its rows would change rows
     * of the others in a session that checks foreign keys, else 0. Empty where it never refuses.
     */
    default Optional<String> refusesTruncate() {
        return Optional.empty();
    }

    /** Inserts all columns. */
    default String insert(Table table) {
        return "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                        quote(table.id()),
                        Clauses.names(this, table.columns()),
                        Clauses.placeholders(columnTypes(table)));
    }

    /**
     * How a row with a large value is inserted where the bulk way takes too long with it; empty
     * where the bulk way is fast with values of any size.
     */
    default Optional<StreamedInsert> streamedInsert() {
        return Optional.empty();
    }

    /** Inserts all columns, or updates them where the key exists. */
    String upsert(Table table);

    /** Sets these columns, then the key columns as condition. */
    default String update(Table table, List<Integer> columns) {
        return "UPDATE %s SET %s WHERE %s"
                .formatted(
                        quote(table.id()),
                        Clauses.assignments(this, table, columns),
                        Clauses.keyCondition(this, table));
    }

    /** The key columns as condition. */
    default String delete(Table table) {
        return "DELETE FROM %s WHERE %s"
                .formatted(quote(table.id()), Clauses.keyCondition(this, table));
    }

    /**
     * Deletes one row that equals all columns' values, null equalling null.
     *
     * @param targetTypes the target's own declarations by column name
     */
    String deleteOne(Table table, Map<String, String> targetTypes);

    /** Sets all columns of one row that equals all columns' values: new values, then old ones. */
    String updateOne(Table table, Map<String, String> targetTypes);

    /** Binds a value for the equality conditions of {@link #deleteOne} and {@link #updateOne}. */
    Binder matchBinder(Column column);

    /**
     * Lists a table's columns: one parameter for the schema, one for the name; name, declaration,
     * character set or null, 1 where the server computes the values and refuses others, 1 where it
     * may be null.
     */
    String describe();

    /**
     * Lists a table's unique indexes where {@link #upsert} does not fail without the right one:
     * parameters schema, table; index, column or null for an expression, 1 where only a part of the
     * column counts.
     */
    default Optional<String> uniqueIndexes() {
        return Optional.empty();
    }

    /** Schema of the control tables where the settings name none. */
    String controlSchema();

    /** Type of a point in time in a control table. */
    String instantType();

    /** Type of a text of any length in a control table. */
    String textType();

    /** Suffix of CREATE TABLE for control tables. */
    String controlTableOptions();

    FailureKind classify(SQLException failure);

    /** True where the statement's table does not exist. */
    boolean isMissingTable(SQLException failure);

    /** What the server says, without values of rows. */
    String reason(SQLException failure);

    /** Suffix of a SELECT whose rows nobody may change before the transaction ends. */
    String shareLock();

    /** How a row with the error value of an ENUM is written; empty where no type has one. */
    default Optional<ErrorValues> errorValues() {
        return Optional.empty();
    }

    /** True where DDL ends the open transaction. */
    boolean ddlCommits();

    /**
     * A query that waits for a lock of the session's, by name (first parameter) and for so many
     * seconds (second); 1 where it is held. Empty where DDL is part of the transaction, whose own
     * locks do.
     */
    default Optional<String> takeLock() {
        return Optional.empty();
    }

    /** Gives the lock of this name (parameter) back. */
    default Optional<String> releaseLock() {
        return Optional.empty();
    }
}
