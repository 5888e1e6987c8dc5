// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.schema.ValueText;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * PostgreSQL 12 and newer, Aurora PostgreSQL. Values are bound as text without a type, so that the
 * server's own input functions read them: exact for every type, also for columns that the user
 * declared differently.
 */
public final class PostgreSqlDialect implements Dialect {
    private static final int LONGEST_VARCHAR = 10_485_760;
    private static final int LONGEST_NAME = 63;

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public boolean accepts(String jdbcUrl, String product) {
        return product.equals("PostgreSQL");
    }

    @Override
    public String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public String refuseName(String identifier) {
        int bytes = identifier.getBytes(StandardCharsets.UTF_8).length;
        return bytes <= LONGEST_NAME
                ? null
                : "the name '%s' has %d bytes, PostgreSQL would cut it to %d; rename it with a rule"
                        .formatted(identifier, bytes, LONGEST_NAME);
    }

    @Override
    public List<ColumnType> columnTypes(Table table) {
        return table.columns().stream().map(PostgreSqlDialect::columnType).toList();
    }

    private static ColumnType columnType(Column column) {
        DataType type = column.type();
        String ddl =
                type.engine().equals("postgres") && !type.declaration().isEmpty()
                        ? type.declaration()
                        : ddl(type);
        return switch (type.kind()) {
            case BYTES, BLOB -> new ColumnType(ddl, PostgreSqlDialect::bindBytes);
            default -> new ColumnType(ddl, PostgreSqlDialect::bindText);
        };
    }

    private static void bindText(PreparedStatement statement, int parameter, Object value)
            throws SQLException {
        statement.setString(parameter, text(value));
    }

    private static void bindBytes(PreparedStatement statement, int parameter, Object value)
            throws SQLException {
        if (value instanceof byte[] bytes) {
            statement.setBytes(parameter, bytes);
        } else {
            bindText(statement, parameter, value);
        }
    }

    /** The server's own text form. */
    public static String text(Object value) {
        return value instanceof byte[] ? "\\x" + ValueText.format(value) : ValueText.format(value);
    }

    private static String ddl(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT1, INT2, UINT1 -> "smallint";
            case INT4, UINT2 -> "integer";
            case INT8, UINT4 -> "bigint";
            case UINT8 -> "numeric(20,0)";
            case NUMERIC ->
                    type.precision() > 0
                            ? "numeric(%d,%d)"
                                    .formatted(
                                            type.precision() - Math.min(0, type.scale()),
                                            Math.max(0, type.scale()))
                            : "numeric";
            case REAL4 -> "real";
            case REAL8 -> "double precision";
            case DATE -> "date";
            case TIME -> "time" + fraction(type);
            case DATETIME -> "timestamp" + fraction(type);
            case DATETIME_TZ -> "timestamp" + fraction(type) + " with time zone";
            case STRING, WSTRING -> string(type);
            case CLOB, NCLOB -> type.declaredName().equals("json") ? "json" : "text";
            case BYTES, BLOB -> "bytea";
        };
    }

    private static String fraction(DataType type) {
        return type.scale() >= 0 && type.scale() < 6 ? "(" + type.scale() + ")" : "";
    }

    private static String string(DataType type) {
        if (type.isMySqlFamily()) {
            switch (type.declaredName()) {
                case "time":
                    // MySQL's TIME reaches from -838 to 838 hours: an interval, not a time of day
                    return "interval";
                case "bit":
                    return "bit(" + type.length() + ")";
                case "uuid":
                    return "uuid";
                case "enum", "set":
                    return "text";
                default:
                    break;
            }
        }
        return type.length() > 0 && type.length() <= LONGEST_VARCHAR
                ? "character varying(" + type.length() + ")"
                : "text";
    }

    @Override
    public List<String> session() {
        return List.of(
                "SET TimeZone = 'UTC'",
                "SET DateStyle = 'ISO, YMD'",
                "SET IntervalStyle = 'postgres'",
                "SET standard_conforming_strings = on",
                "SET lc_monetary = 'C'",
                // how the server reads the text of arrays and of XML without a root element
                "SET array_nulls = on",
                "SET xmloption = content",
                // limits of the role or the database are meant for the application's sessions
                "SET statement_timeout = 0",
                "SET idle_in_transaction_session_timeout = 0",
                // who waits longer says so, and tries again
                "SET lock_timeout = '20s'");
    }

    /**
     * Triggers and foreign keys have done their work on the source. The limits are those of newer
     * servers.
     */
    @Override
    public List<String> optionalSession() {
        return List.of(
                "SET session_replication_role = 'replica'",
                "SET idle_session_timeout = 0",
                "SET transaction_timeout = 0");
    }

    @Override
    public String createSchema(String schema) {
        return "CREATE SCHEMA IF NOT EXISTS " + quote(schema);
    }

    /** IF NOT EXISTS fails where two do it at the same time. The number is only ours. */
    @Override
    public Optional<String> oneAfterTheOther() {
        return Optional.of("SELECT pg_advisory_xact_lock(7236517092243)");
    }

    @Override
    public String createTable(Table table, boolean withKey) {
        String tablespace = table.storage().tablespace();
        return "CREATE TABLE %s (%s)%s"
                .formatted(
                        quote(table.id()),
                        Clauses.definitions(this, table, withKey),
                        tablespace.isEmpty() ? "" : " TABLESPACE " + quote(tablespace));
    }

    @Override
    public boolean hasTablespaces() {
        return true;
    }

    @Override
    public String indexPlace(Storage storage) {
        String tablespace = storage.indexTablespace();
        return tablespace.isEmpty() ? "" : " USING INDEX TABLESPACE " + quote(tablespace);
    }

    @Override
    public ObjectSql objects() {
        return new PostgreSqlObjects(this);
    }

    @Override
    public String addKey(Table table) {
        return "ALTER TABLE %s ADD %s".formatted(quote(table.id()), Clauses.key(this, table));
    }

    @Override
    public String addColumn(Table table, Column column) {
        return "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s"
                .formatted(quote(table.id()), quote(column.name()), columnType(column).ddl());
    }

    @Override
    public String changeType(Table table, Column column, String shown, String declared) {
        String ddl = columnType(column).ddl();
        return "ALTER TABLE %1$s ALTER COLUMN %2$s TYPE %3$s USING %2$s::%3$s"
                .formatted(quote(table.id()), quote(column.name()), ddl);
    }

    @Override
    public String dropNotNull(Table table, Column column, String shown) {
        return "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL"
                .formatted(quote(table.id()), quote(column.name()));
    }

    @Override
    public Holds holds(String declaration, String characterSet) {
        return PostgreSqlTypes.holds(declaration);
    }

    @Override
    public Optional<String> refusesTruncate() {
        return Optional.of(
                """
                SELECT max(CASE WHEN k.confdeltype IN ('c', 'n', 'd') THEN 1 ELSE 0 END)
                FROM pg_constraint k
                JOIN pg_class c ON c.oid = k.confrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ? AND c.relname = ? AND k.contype = 'f'
                  AND k.conrelid <> k.confrelid
                HAVING count(*) > 0
                """);
    }

    @Override
    public String upsert(Table table) {
        List<String> others =
                table.columns().stream()
                        .map(Column::name)
                        .filter(name -> !table.isKey(name))
                        .map(name -> quote(name) + " = EXCLUDED." + quote(name))
                        .toList();
        return "%s ON CONFLICT (%s) DO %s"
                .formatted(
                        insert(table),
                        Clauses.quoted(this, table.primaryKey()),
                        others.isEmpty() ? "NOTHING" : "UPDATE SET " + String.join(", ", others));
    }

    @Override
    public String deleteOne(Table table, Map<String, String> targetTypes) {
        return "DELETE FROM %1$s AS x USING %2$s WHERE x.ctid = one.c AND x.tableoid = one.t"
                .formatted(quote(table.id()), oneRow(table, targetTypes));
    }

    @Override
    public String updateOne(Table table, Map<String, String> targetTypes) {
        return "UPDATE %1$s AS x SET %2$s FROM %3$s WHERE x.ctid = one.c AND x.tableoid = one.t"
                .formatted(
                        quote(table.id()),
                        Clauses.assignments(this, table, Clauses.all(table)),
                        oneRow(table, targetTypes));
    }

    /** Compared as text: json, xml and point have no equality. */
    private String oneRow(Table table, Map<String, String> targetTypes) {
        String condition =
                table.columns().stream()
                        .map(
                                column ->
                                        "%s::text IS NOT DISTINCT FROM CAST(? AS %s)::text"
                                                .formatted(
                                                        quote(column.name()),
                                                        targetTypes.getOrDefault(
                                                                column.name(),
                                                                columnType(column).ddl())))
                        .collect(Collectors.joining(" AND "));
        // partitions of one table have rows of the same ctid
        return "(SELECT ctid AS c, tableoid AS t FROM %s WHERE %s LIMIT 1) AS one"
                .formatted(quote(table.id()), condition);
    }

    @Override
    public Binder matchBinder(Column column) {
        return columnType(column).binder();
    }

    @Override
    public String describe() {
        return """
               SELECT a.attname, format_type(a.atttypid, a.atttypmod), NULL,
                 CASE WHEN a.attgenerated <> '' OR a.attidentity = 'a' THEN 1 ELSE 0 END,
                 CASE WHEN a.attnotnull THEN 0 ELSE 1 END
               FROM pg_attribute a
               JOIN pg_class c ON c.oid = a.attrelid
               JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
                 AND c.relkind NOT IN ('i', 'I', 'S', 'c', 't')
               ORDER BY a.attnum
               """;
    }

    @Override
    public Optional<String> indexInTheWay() {
        return Optional.of(
                """
                SELECT t.relname,
                  CASE WHEN x.indisprimary AND i.relname = t.relname || '_pkey' THEN 1 ELSE 0 END
                FROM pg_class i
                JOIN pg_namespace n ON n.oid = i.relnamespace
                JOIN pg_index x ON x.indexrelid = i.oid
                JOIN pg_class t ON t.oid = x.indrelid
                WHERE n.nspname = ? AND i.relname = ?
                """);
    }

    @Override
    public String renameIndex(TableId index, String name) {
        return "ALTER INDEX %s RENAME TO %s".formatted(quote(index), quote(name));
    }

    @Override
    public String controlSchema() {
        return "public";
    }

    @Override
    public String instantType() {
        return "timestamp with time zone";
    }

    @Override
    public String textType() {
        return "text";
    }

    @Override
    public String controlTableOptions() {
        return "";
    }

    @Override
    public FailureKind classify(SQLException failure) {
        String state = failure.getSQLState() == null ? "08" : failure.getSQLState();
        switch (state) {
            case "23505":
                // two tasks created the same schema, table or type
                return failure.getMessage().contains("\"pg_")
                        ? FailureKind.RECOVERABLE
                        : FailureKind.RECORD;
            case "25006",
            "25P03",
            "25P04",
            "55006",
            "55P03",
            "57014",
            "57P01",
            "57P02",
            "57P03",
            "57P05":
                return FailureKind.RECOVERABLE;
            default:
                break;
        }
        return switch (state.substring(0, 2)) {
            case "08", "40", "53" -> FailureKind.RECOVERABLE;
            case "21", "22", "23" -> FailureKind.RECORD;
            case "42", "3F", "2B", "0A", "55" -> FailureKind.TABLE;
            default -> FailureKind.FATAL;
        };
    }

    @Override
    public boolean isMissingTable(SQLException failure) {
        return "42P01".equals(failure.getSQLState()) || "3F000".equals(failure.getSQLState());
    }

    /** Details would name the row's values; the driver is told to leave them out. */
    @Override
    public String reason(SQLException failure) {
        SQLException root = Failures.root(failure);
        String message = root.getMessage();
        String state = root.getSQLState() == null ? "" : root.getSQLState();
        if (state.startsWith("22") && !message.contains(" encoding \"")) {
            // 'value "99999" is out of range for type smallint'
            return message.replaceAll("(?s): \".*\"$", "").replaceAll("(?s)\".*\"", "\"...\"");
        }
        return message.replaceAll("(?s): \"[^\"]*\"$", "");
    }

    @Override
    public String shareLock() {
        return " FOR SHARE";
    }

    @Override
    public boolean ddlCommits() {
        return false;
    }
}
