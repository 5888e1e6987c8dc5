// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What MySQL and MariaDB share. Numbers are bound as numbers, times as text in UTC. */
abstract class MySqlFamilyDialect implements Dialect {
    private static final String SQL_MODE =
            "SET SESSION sql_mode = '%sNO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION,ALLOW_INVALID_DATES'";
    private static final String STRICT = SQL_MODE.formatted("STRICT_ALL_TABLES,");
    private static final int LONGEST_NAME = 64;
    private static final int NULL_REFUSED = 1048;
    private static final int UNKNOWN_DATABASE = 1049;
    private static final int NO_SUCH_TABLE = 1146;

    /**
     * MySQL's limit of a row without its TEXT and BLOB columns, less a margin for what is fixed.
     */
    private static final int ROW_BYTES = 60_000;

    /** InnoDB's limit of an index, all columns together. */
    private static final int INDEX_BYTES = 3072;

    private static final int BYTES_PER_CHARACTER = 4;
    private static final int LONGEST_VARCHAR = 16_000;
    private static final int LONGEST_CHAR = 255;

    private static final Set<Integer> RECOVERABLE =
            Set.of(
                    3, 1021, 1040, 1053, 1080, 1114, 1129, 1152, 1154, 1158, 1159, 1160, 1161, 1184,
                    1203, 1205, 1206, 1213, 1226, 1290, 1317, 1792, 1836, 1927, 1969, 2002, 2003,
                    2006, 2013, 3024, 4031);
    private static final Set<Integer> RECORD =
            Set.of(
                    1048, 1062, 1153, 1118, 1216, 1217, 1263, 1264, 1265, 1292, 1364, 1365, 1366,
                    1406, 1411, 1416, 1441, 1451, 1452, 1525, 1557, 1586, 1690, 3140, 3141, 3819,
                    4025);
    private static final Set<Integer> TABLE =
            Set.of(1044, 1049, 1051, 1054, 1060, 1091, 1142, 1143, 1146);

    /** A binary collation that does not pad: keys that differ stay different. */
    abstract String binaryCollation();

    /** The server's own type for a type text of another engine, or null. */
    abstract String nativeType(DataType type);

    @Override
    public final String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    @Override
    public final String refuseName(String identifier) {
        if (identifier.codePointCount(0, identifier.length()) > LONGEST_NAME) {
            return "the name '%s' is longer than %s's %d characters; rename it with a rule"
                    .formatted(identifier, name(), LONGEST_NAME);
        }
        if (identifier.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
            return "the name '%s' has characters outside Unicode's basic plane, which %s does not allow in names; rename it with a rule"
                    .formatted(identifier, name());
        }
        if (identifier.endsWith(" ")) {
            return "the name '%s' ends with a space, which %s does not allow; rename it with a rule"
                    .formatted(identifier, name());
        }
        return null;
    }

    @Override
    public final List<ColumnType> columnTypes(Table table) {
        List<Column> columns = table.columns();
        String[] ddl = new String[columns.size()];
        for (int i = 0; i < ddl.length; i++) {
            ddl[i] = ddl(columns.get(i), table);
        }
        keepRowSmall(table, ddl);
        List<ColumnType> types = new ArrayList<>();
        for (int i = 0; i < ddl.length; i++) {
            types.add(new ColumnType(ddl[i], MySqlBinder.of(columns.get(i))));
        }
        return types;
    }

    static boolean isBit(DataType type) {
        return type.isMySqlFamily()
                && type.declaredName().equals("bit")
                && type.kind() == DataType.Kind.STRING;
    }

    /** The longest VARCHARs become TEXT until the row fits. */
    private void keepRowSmall(Table table, String[] ddl) {
        int bytes = Arrays.stream(ddl).mapToInt(MySqlFamilyDialect::rowBytes).sum();
        while (bytes > ROW_BYTES) {
            int longest = -1;
            for (int i = 0; i < ddl.length; i++) {
                boolean may =
                        ddl[i].toLowerCase(java.util.Locale.ROOT).startsWith("varchar")
                                && !table.isKey(table.columns().get(i).name());
                if (may && (longest < 0 || rowBytes(ddl[i]) > rowBytes(ddl[longest]))) {
                    longest = i;
                }
            }
            if (longest < 0) {
                return;
            }
            bytes -= rowBytes(ddl[longest]) - 12;
            ddl[longest] = "longtext" + ddl[longest].substring(ddl[longest].indexOf(')') + 1);
        }
    }

    private static int rowBytes(String ddl) {
        String lower = ddl.toLowerCase(java.util.Locale.ROOT);
        int open = lower.indexOf('(');
        if (lower.startsWith("varchar") || lower.startsWith("char")) {
            int length =
                    open < 0 ? 1 : Integer.parseInt(lower.substring(open + 1, lower.indexOf(')')));
            return length * BYTES_PER_CHARACTER + 2;
        }
        if (lower.startsWith("varbinary") || lower.startsWith("binary")) {
            return open < 0
                    ? 1
                    : Integer.parseInt(lower.substring(open + 1, lower.indexOf(')'))) + 2;
        }
        return lower.contains("text") || lower.contains("blob") || lower.contains("json") ? 12 : 9;
    }

    private String ddl(Column column, Table table) {
        DataType type = column.type();
        boolean key = table.isKey(column.name());
        int keyBytes = INDEX_BYTES / Math.max(1, table.primaryKey().size());
        String own = nativeType(type);
        if (own == null && type.isMySqlFamily() && !type.declaration().isEmpty()) {
            own = type.declaration();
        }
        if (own != null && key && own.matches("(?is).*(text|blob)\\b.*")) {
            // no key without a length
            own = null;
        }
        if (own != null) {
            boolean text = own.matches("(?is)(var)?char\\b.*|.*text\\b.*");
            return text && key && !own.contains("COLLATE") ? own + binary() : own;
        }
        return switch (type.kind()) {
            case BOOLEAN -> "tinyint(1)";
            case INT1 -> "tinyint";
            case INT2 -> "smallint";
            case INT4 -> "int";
            case INT8 -> "bigint";
            case UINT1 -> "tinyint unsigned";
            case UINT2 -> "smallint unsigned";
            case UINT4 -> "int unsigned";
            case UINT8 -> "bigint unsigned";
            case NUMERIC -> numeric(type, key, keyBytes);
            case REAL4 -> "float";
            case REAL8 -> "double";
            case DATE -> "date";
            case TIME -> "time(" + fraction(type) + ")";
            // TIMESTAMP ends in 2038: a DATETIME in UTC holds any point in time
            case DATETIME, DATETIME_TZ -> "datetime(" + fraction(type) + ")";
            case STRING, WSTRING, CLOB, NCLOB -> string(type, key, keyBytes);
            case BYTES, BLOB -> bytes(type, key, keyBytes);
        };
    }

    private static int fraction(DataType type) {
        return type.scale() >= 0 && type.scale() < 6 ? type.scale() : 6;
    }

    /** DECIMAL ends at 65 digits, 30 of them behind the point; beyond it only text is exact. */
    private String numeric(DataType type, boolean key, int keyBytes) {
        int scale = Math.max(0, type.scale());
        // PostgreSQL's numeric(3,-2) has three digits and two zeros
        int precision = type.precision() - Math.min(0, type.scale());
        if (type.precision() > 0 && precision <= 65 && scale <= 30 && scale <= precision) {
            return "decimal(%d,%d)".formatted(precision, scale);
        }
        return key
                ? "varchar(" + keyBytes / BYTES_PER_CHARACTER + ")" + binary()
                : "longtext" + binary();
    }

    private String string(DataType type, boolean key, int keyBytes) {
        int length = type.length();
        if (key) {
            int longest = keyBytes / BYTES_PER_CHARACTER;
            return "varchar(" + (length > 0 ? Math.min(length, longest) : longest) + ")" + binary();
        }
        if (type.declaredName().equals("character") && length > 0 && length <= LONGEST_CHAR) {
            // PostgreSQL sends its padding; CHAR takes it off again when read, as PostgreSQL does
            return "char(" + length + ")" + binary();
        }
        return (length > 0 && length <= LONGEST_VARCHAR ? "varchar(" + length + ")" : "longtext")
                + binary();
    }

    private static String bytes(DataType type, boolean key, int keyBytes) {
        if (key) {
            return "varbinary("
                    + (type.length() > 0 ? Math.min(type.length(), keyBytes) : keyBytes)
                    + ")";
        }
        return type.length() > 0 && type.length() <= ROW_BYTES / 4
                ? "varbinary(" + type.length() + ")"
                : "longblob";
    }

    final String binary() {
        return " CHARACTER SET utf8mb4 COLLATE " + binaryCollation();
    }

    @Override
    public final Optional<ErrorValues> errorValues() {
        return Optional.of(new ErrorValues(SQL_MODE.formatted(""), STRICT, 1265));
    }

    @Override
    public final List<String> session() {
        return List.of(
                STRICT,
                // what a bulk load has altered is told by warnings only
                "SET SESSION max_error_count = 64",
                "SET SESSION time_zone = '+00:00'",
                "SET SESSION foreign_key_checks = 0",
                "SET SESSION unique_checks = 1",
                "SET SESSION sql_select_limit = 18446744073709551615",
                "SET SESSION sql_big_selects = 1",
                "SET SESSION sql_safe_updates = 0",
                "SET SESSION sql_auto_is_null = 0",
                "SET SESSION completion_type = 0",
                // limits of the server are meant for the application's sessions
                "SET SESSION wait_timeout = 28800",
                "SET SESSION net_read_timeout = 600",
                "SET SESSION net_write_timeout = 600",
                // who waits longer says so, and tries again
                "SET SESSION lock_wait_timeout = 20",
                "SET SESSION innodb_lock_wait_timeout = 20");
    }

    /**
     * Rows that are too long for a page only when full; the limit is each row's then. Limits that
     * not all servers have. And no locks of gaps, in which tasks that load one table meet, but
     * where the server's log forbids that.
     */
    @Override
    public final List<String> optionalSession() {
        String isolation =
                " = IF(@@log_bin AND @@binlog_format = 'STATEMENT', 'REPEATABLE-READ', 'READ-COMMITTED')";
        return List.of(
                "SET SESSION innodb_strict_mode = OFF",
                // a timestamp column has the default that is written, and no other
                "SET SESSION explicit_defaults_for_timestamp = ON",
                "SET SESSION alter_algorithm = 'DEFAULT'",
                "SET SESSION sql_require_primary_key = OFF",
                "SET SESSION max_statement_time = 0",
                "SET SESSION max_execution_time = 0",
                "SET SESSION idle_transaction_timeout = 0",
                "SET SESSION idle_write_transaction_timeout = 0",
                "SET SESSION tx_isolation" + isolation,
                "SET SESSION transaction_isolation" + isolation);
    }

    @Override
    public final String createSchema(String schema) {
        return "CREATE DATABASE IF NOT EXISTS " + quote(schema) + " CHARACTER SET utf8mb4";
    }

    /** True where a unique index can be over columns longer than an index's entry. */
    abstract boolean hasLongUniqueIndexes();

    @Override
    public final ObjectSql objects() {
        return new MySqlObjects(this);
    }

    @Override
    public final String createTable(Table table, boolean withKey) {
        return createTable(table, Clauses.definitions(this, table, withKey));
    }

    private String createTable(Table table, String definitions) {
        return "CREATE TABLE %s (%s) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4"
                .formatted(quote(table.id()), definitions);
    }

    /** Said later, it would copy the table. */
    @Override
    public final String createNumberedTable(Table table, boolean withKey, String numbered) {
        int place = table.indexOf(numbered);
        String type = place < 0 ? "" : columnTypes(table).get(place).ddl();
        if (!withKey
                || place < 0
                || !MySqlObjects.canBeMadeWith(table, table.columns().get(place), type)) {
            return createTable(table, withKey);
        }
        String plain = quote(numbered) + " " + type + " NOT NULL";
        return createTable(
                table,
                Clauses.definitions(this, table, true).replace(plain, plain + " AUTO_INCREMENT"));
    }

    @Override
    public final String addKey(Table table) {
        return "ALTER TABLE %s ADD %s".formatted(quote(table.id()), Clauses.key(this, table));
    }

    @Override
    public final String addColumn(Table table, Column column) {
        return "ALTER TABLE %s ADD COLUMN %s %s NULL"
                .formatted(quote(table.id()), quote(column.name()), ddl(column, table));
    }

    @Override
    public final Optional<String> showTable(TableId table) {
        return Optional.of("SHOW CREATE TABLE " + quote(table));
    }

    @Override
    public final String changeType(Table table, Column column, String shown, String declared) {
        String line = line(column, shown);
        String rest =
                line.substring(declared.length())
                        .replaceFirst("(?i)^ (CHARACTER SET|CHARSET) \\S+", "")
                        .replaceFirst("(?i)^ COLLATE \\S+", "");
        String type = columnTypes(table).get(table.indexOf(column.name())).ddl();
        return modify(table, column, type + rest);
    }

    @Override
    public final String dropNotNull(Table table, Column column, String shown) {
        return modify(table, column, line(column, shown).replaceFirst("(?i) NOT NULL", " NULL"));
    }

    private String modify(Table table, Column column, String definition) {
        return "ALTER TABLE %s MODIFY COLUMN %s %s"
                .formatted(quote(table.id()), quote(column.name()), definition);
    }

    /** What stands behind the column's name where the server shows its table. */
    private String line(Column column, String shown) {
        String name = "  " + quote(column.name()) + " ";
        return shown.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replaceFirst(",$", ""))
                .findFirst()
                .orElseThrow(
                        () ->
                                refused(
                                        column,
                                        "the target does not show it (its name has other letters?)"));
    }

    @Override
    public final Holds holds(String declaration, String characterSet) {
        return MySqlTypes.holds(declaration, characterSet);
    }

    /** Byte by byte where it is text: collations take different keys for equal. */
    private String sameKey(Column column) {
        return switch (column.type().kind()) {
            case STRING, WSTRING, CLOB, NCLOB ->
                    "CAST(%1$s AS BINARY) <=> CAST(VALUES(%1$s) AS BINARY)"
                            .formatted(quote(column.name()));
            default -> "%1$s <=> VALUES(%1$s)".formatted(quote(column.name()));
        };
    }

    /**
     * A row that collides in another unique index, or whose key the target's collation takes for
     * another's, must not be overwritten: the key of the row found is then set to null, which no
     * primary key takes.
     */
    @Override
    public final String upsert(Table table) {
        String sameKey =
                table.primaryKey().stream()
                        .map(name -> sameKey(table.columns().get(table.indexOf(name))))
                        .collect(Collectors.joining(" AND "));
        String first = quote(table.primaryKey().get(0));
        List<String> parts = new ArrayList<>();
        parts.add("%1$s = IF(%2$s, VALUES(%1$s), NULL)".formatted(first, sameKey));
        for (Column column : table.columns()) {
            if (!table.isKey(column.name())) {
                parts.add("%1$s = VALUES(%1$s)".formatted(quote(column.name())));
            }
        }
        return insert(table) + " ON DUPLICATE KEY UPDATE " + String.join(", ", parts);
    }

    @Override
    public final String deleteOne(Table table, Map<String, String> targetTypes) {
        return "DELETE FROM %s WHERE %s LIMIT 1"
                .formatted(quote(table.id()), match(table, targetTypes));
    }

    @Override
    public final String updateOne(Table table, Map<String, String> targetTypes) {
        return "UPDATE %s SET %s WHERE %s LIMIT 1"
                .formatted(
                        quote(table.id()),
                        Clauses.assignments(this, table, Clauses.all(table)),
                        match(table, targetTypes));
    }

    private String match(Table table, Map<String, String> targetTypes) {
        return table.columns().stream()
                .map(column -> match(column, targetTypes.getOrDefault(column.name(), "")))
                .collect(Collectors.joining(" AND "));
    }

    /** Text byte by byte: a collation takes different values for equal. */
    private String match(Column column, String targetType) {
        String name = quote(column.name());
        if (targetType.equals("json")) {
            return name + " <=> CAST(? AS JSON)";
        }
        if (targetType.startsWith("decimal")) {
            // a text would be compared as a double
            return name
                    + " <=> CAST(? AS "
                    + targetType.replace(" unsigned", "").replace(" zerofill", "")
                    + ")";
        }
        if (targetType.startsWith("char")) {
            // CHAR is read without its padding, which PostgreSQL sends
            return "CAST(CONVERT(%s USING utf8mb4) AS BINARY) <=> CAST(RTRIM(?) AS BINARY)"
                    .formatted(name);
        }
        if (isBit(column.type())) {
            return name + " <=> ?";
        }
        return switch (column.type().kind()) {
            case STRING, WSTRING, CLOB, NCLOB ->
                    targetType.matches("(?is).*(char|text|enum|set).*")
                            ? "CAST(CONVERT(%s USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY)"
                                    .formatted(name)
                            : name + " <=> ?";
            default -> name + " <=> ?";
        };
    }

    @Override
    public final Binder matchBinder(Column column) {
        return column.type().kind() == DataType.Kind.REAL4
                // a FLOAT column is compared as the double it stands for
                ? (statement, parameter, value) ->
                        statement.setDouble(parameter, ((Number) value).floatValue())
                : MySqlBinder.of(column);
    }

    @Override
    public final String describe() {
        return """
               SELECT column_name, column_type, character_set_name,
                 CASE WHEN generation_expression <> '' THEN 1 ELSE 0 END,
                 CASE WHEN is_nullable = 'YES' THEN 1 ELSE 0 END
               FROM information_schema.columns
               WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position
               """;
    }

    @Override
    public final Optional<String> uniqueIndexes() {
        return Optional.of(
                """
                SELECT index_name, column_name, CASE WHEN sub_part IS NULL THEN 0 ELSE 1 END
                FROM information_schema.statistics
                WHERE table_schema = ? AND table_name = ? AND non_unique = 0
                """);
    }

    @Override
    public final String controlSchema() {
        return "awsdms_control";
    }

    @Override
    public final String instantType() {
        return "datetime(6)";
    }

    @Override
    public final String textType() {
        return "longtext";
    }

    @Override
    public final String controlTableOptions() {
        return " ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE="
                + binaryCollation();
    }

    @Override
    public final FailureKind classify(SQLException failure) {
        String state = failure.getSQLState() == null ? "08" : failure.getSQLState();
        int code = failure.getErrorCode();
        if (RECORD.contains(code)) {
            return FailureKind.RECORD;
        }
        if (TABLE.contains(code)) {
            return FailureKind.TABLE;
        }
        if (RECOVERABLE.contains(code)
                || state.startsWith("08")
                || state.equals("40001")
                || state.equals("70100")) {
            return FailureKind.RECOVERABLE;
        }
        return state.startsWith("22") || state.startsWith("23")
                ? FailureKind.RECORD
                : FailureKind.FATAL;
    }

    @Override
    public final boolean isMissingTable(SQLException failure) {
        return failure.getErrorCode() == NO_SUCH_TABLE
                || failure.getErrorCode() == UNKNOWN_DATABASE;
    }

    /** Messages quote values: {@code Incorrect integer value: 'x' for column ...}. */
    @Override
    public final String reason(SQLException failure) {
        return Failures.root(failure)
                        .getMessage()
                        .replaceFirst("^\\(conn=\\d+\\) ", "")
                        .replaceAll("(?s): '.*' for (column|function)", " for $1")
                        .replaceAll("(?s)Duplicate entry '.*' for key", "Duplicate entry for key")
                        .replaceAll("(?s) value: '.*'$", " value")
                        .replaceAll("(?s) is out of range in '.*'$", " is out of range")
                        .replaceAll("(?s) no partition for value .*$", " no partition for it")
                + (failure.getErrorCode() == NULL_REFUSED
                        ? " (it is NULL, or another row has the same value in a unique index)"
                        : "");
    }

    @Override
    public final String shareLock() {
        return " LOCK IN SHARE MODE";
    }

    @Override
    public final boolean ddlCommits() {
        return true;
    }

    static ReplicationException refused(Column column, String what) {
        return new ReplicationException(
                FailureKind.RECORD,
                "column '" + column.name() + "'",
                what
                        + "; exclude the column with a remove-column rule, or correct the value at the source");
    }

    @Override
    public final Optional<String> takeLock() {
        return Optional.of("SELECT GET_LOCK(?, ?)");
    }

    @Override
    public final Optional<String> releaseLock() {
        return Optional.of("SELECT RELEASE_LOCK(?)");
    }
}
