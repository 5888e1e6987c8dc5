// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Indexes, foreign keys, defaults and numberings of MySQL and MariaDB. */
final class MySqlObjects implements ObjectSql {
    private static final Set<String> ORDERED = Set.of("btree", "hash");
    private static final String WHOLE_NUMBER = "(?is)(tiny|small|medium|big)?int\\b.*";
    private static final int INDEX_CHARACTERS = 768;

    private final MySqlFamilyDialect dialect;

    MySqlObjects(MySqlFamilyDialect dialect) {
        this.dialect = dialect;
    }

    private static boolean isOwn(String engine) {
        return engine.equals("mysql") || engine.equals("mariadb");
    }

    @Override
    public Making index(Table table, Index index, String name) {
        if (index.definition().contains(" DEFERRABLE")
                && !index.definition().contains("NOT DEFERRABLE")) {
            return Making.none(
                    dialect.name()
                            + " checks unique values after each row, and has no equivalent of "
                            + PostgreSqlObjects.described(index));
        }
        String add = alter(table.id()) + " ADD %sINDEX " + quote(name) + " ";
        if (isOwn(index.engine()) && !index.definition().isEmpty()) {
            String kind =
                    ORDERED.contains(index.method())
                            ? index.unique() ? "UNIQUE " : ""
                            : index.method().toUpperCase(Locale.ROOT) + " ";
            return Making.of(add.formatted(kind) + index.definition());
        }
        boolean expression = index.parts().stream().anyMatch(part -> part.column().isEmpty());
        if (index.partial() || expression || !ORDERED.contains(index.method())) {
            return Making.none(
                    dialect.name() + " has no equivalent of " + PostgreSqlObjects.described(index));
        }
        List<String> parts = new ArrayList<>();
        for (Index.Part part : index.parts()) {
            String type = type(table, part.column());
            int longest = INDEX_CHARACTERS / index.parts().size();
            int prefix = part.prefix() > 0 ? part.prefix() : needed(type, longest);
            if (prefix < 0 || (prefix > 0 && part.prefix() == 0 && index.unique())) {
                if (prefix > 0 && dialect.hasLongUniqueIndexes()) {
                    prefix = 0;
                } else {
                    return Making.none(
                            "%s has no %sindex over column '%s' (%s)"
                                    .formatted(
                                            dialect.name(),
                                            index.unique() ? "unique " : "",
                                            part.column(),
                                            type));
                }
            }
            parts.add(
                    quote(part.column())
                            + (prefix > 0 ? "(" + prefix + ")" : "")
                            + (part.descending() ? " DESC" : ""));
        }
        Making making =
                Making.of(
                        add.formatted(index.unique() ? "UNIQUE " : "")
                                + "("
                                + String.join(", ", parts)
                                + ")");
        return index.definition().isEmpty()
                ? making
                : making.remarked("made without what is not said here: " + index.definition());
    }

    /** Characters of a long column that an index can have; 0 for all of them, -1 for none. */
    private static int needed(String type, int longest) {
        String lower = type.toLowerCase(Locale.ROOT);
        if (lower.startsWith("json")) {
            return -1;
        }
        if (lower.matches("(?s)[a-z]*(text|blob)\\b.*")) {
            return longest;
        }
        if (lower.matches("(?s)(var)?(char|binary)\\(\\d+\\).*")) {
            int length =
                    Integer.parseInt(lower.substring(lower.indexOf('(') + 1, lower.indexOf(')')));
            return length > longest ? longest : 0;
        }
        return 0;
    }

    private String type(Table table, String column) {
        return dialect.columnTypes(table).get(table.indexOf(column)).ddl();
    }

    @Override
    public Making foreignKey(Table table, ForeignKey key, String name) {
        if (key.onDelete().equals("SET DEFAULT") || key.onUpdate().equals("SET DEFAULT")) {
            return Making.none(dialect.name() + " has no SET DEFAULT");
        }
        Making making =
                Making.of(
                        "%s ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s) ON DELETE %s ON UPDATE %s"
                                .formatted(
                                        alter(table.id()),
                                        quote(name),
                                        Clauses.quoted(dialect, key.columns()),
                                        dialect.quote(key.references().id()),
                                        Clauses.quoted(dialect, key.referenced()),
                                        key.onDelete(),
                                        key.onUpdate()));
        return key.deferral().isEmpty() ? making : making.remarked("it is not " + key.deferral());
    }

    /** The session checks no foreign keys. */
    @Override
    public Optional<Making> uncheckedForeignKey(Table table, ForeignKey key, String name) {
        return Optional.empty();
    }

    @Override
    public String dropForeignKey(TableId table, String name) {
        return alter(table) + " DROP FOREIGN KEY " + quote(name);
    }

    @Override
    public Making columnDefault(Table table, ColumnDefault of) {
        Column column = table.columns().get(table.indexOf(of.column()));
        String type = type(table, of.column());
        String value =
                switch (of.kind()) {
                    case LITERAL -> literal(column, type, of);
                    case NOW -> now(column, type);
                    case UUID -> "(UUID())";
                    case EXPRESSION -> isOwn(of.engine()) ? "(" + of.text() + ")" : null;
                    case NONE -> null;
                };
        String onUpdate =
                "ON UPDATE CURRENT_TIMESTAMP would change rows while changes are applied; at the"
                        + " cut-over, add it to column '"
                        + of.column()
                        + "'";
        if (value == null) {
            return Making.none(
                    of.kind() == ColumnDefault.Kind.NONE
                            ? onUpdate
                            : dialect.name() + " has no equivalent of DEFAULT " + of.text());
        }
        Making making =
                Making.of(
                        "%s ALTER COLUMN %s SET DEFAULT %s"
                                .formatted(alter(table.id()), quote(of.column()), value));
        return of.onUpdate() ? making.remarked(onUpdate) : making;
    }

    private String literal(Column column, String type, ColumnDefault of) {
        String text = of.text();
        switch (column.type().kind()) {
            case BOOLEAN:
                return text.equalsIgnoreCase("true") || text.equals("t") || text.equals("1")
                        ? "1"
                        : "0";
            case BYTES, BLOB:
                if (text.matches("0x([0-9A-Fa-f]{2})+")) {
                    return type.matches("(?is).*blob\\b.*") ? "(" + text + ")" : text;
                }
                // how an engine writes bytes is its own
                return isOwn(of.engine()) ? quoted(text.equals("0x") ? "" : text, type) : null;
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC, REAL4, REAL8:
                return text.matches("-?[0-9.]+([eE][-+]?[0-9]+)?") ? text : quoted(text, type);
            default:
                return MySqlFamilyDialect.isBit(column.type())
                        ? "b'" + text + "'"
                        : quoted(text, type);
        }
    }

    private static String quoted(String text, String type) {
        String literal = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
        // of a long column only an expression can be the default
        return type.matches("(?is).*(text|blob|json)\\b.*") ? "(" + literal + ")" : literal;
    }

    private static String now(Column column, String type) {
        int scale = column.type().scale();
        String fraction = "(" + (scale >= 0 && scale < 6 ? scale : 6) + ")";
        return switch (column.type().kind()) {
            case DATE -> "(CURRENT_DATE)";
            case TIME -> "(CURRENT_TIME" + fraction + ")";
            // a point in time is a DATETIME in UTC, unless it is the server's own TIMESTAMP
            case DATETIME_TZ ->
                    type.toLowerCase(Locale.ROOT).startsWith("timestamp")
                            ? "(CURRENT_TIMESTAMP" + fraction + ")"
                            : "(UTC_TIMESTAMP" + fraction + ")";
            default -> "(CURRENT_TIMESTAMP" + fraction + ")";
        };
    }

    @Override
    public Making numbering(Table table, Numbering of, boolean numbered) {
        String type = type(table, of.column());
        if (!type.matches(WHOLE_NUMBER)) {
            return Making.none(dialect.name() + " numbers no column of type " + type);
        }
        if (!of.owned()) {
            return Making.none(
                    "%s has no equivalent of sequence '%s', which is not the column's alone"
                            .formatted(dialect.name(), of.sequence()));
        }
        List<String> statements = new ArrayList<>();
        if (!numbered) {
            statements.add(
                    "%s MODIFY COLUMN %s %s NOT NULL AUTO_INCREMENT"
                            .formatted(alter(table.id()), quote(of.column()), type));
        }
        statements.add(alter(table.id()) + " AUTO_INCREMENT = " + of.next());
        Making making = new Making(statements, "");
        return of.increment() == 1
                ? making
                : making.remarked("its step is the server's, and not " + of.increment());
    }

    /** The server counts it in one counter, the first column of a key. */
    static boolean canBeMadeWith(Table table, Column column, String type) {
        return table.hasKey()
                && table.primaryKey().get(0).equals(column.name())
                && column.type().kind() != DataType.Kind.BOOLEAN
                && type.matches(WHOLE_NUMBER);
    }

    private String alter(TableId table) {
        return "ALTER TABLE " + dialect.quote(table);
    }

    private String quote(String name) {
        return dialect.quote(name);
    }

    @Override
    public String indexNamed() {
        return """
               SELECT DISTINCT 1 FROM information_schema.statistics
               WHERE table_schema = ? AND table_name = ? AND index_name = ?
               """;
    }

    /** Names are of the schema. */
    @Override
    public String foreignKeyNamed() {
        return """
               SELECT CASE WHEN k.table_name = w.t THEN 1 ELSE 0 END
               FROM (SELECT ? AS s, ? AS t, ? AS x) w
               JOIN information_schema.table_constraints k
                 ON k.constraint_schema = w.s AND k.constraint_name = w.x
                   AND k.constraint_type = 'FOREIGN KEY'
               """;
    }

    @Override
    public Optional<String> numbered() {
        return Optional.of(
                """
                SELECT 1 FROM information_schema.columns
                WHERE table_schema = ? AND table_name = ? AND column_name = ?
                  AND extra LIKE '%auto_increment%'
                """);
    }

    @Override
    public Optional<String> writesAreChecked() {
        return Optional.empty();
    }

    @Override
    public String tryLock() {
        return "SELECT GET_LOCK(?, 0)";
    }

    @Override
    public Optional<String> unlock() {
        return Optional.of("SELECT RELEASE_LOCK(?)");
    }
}
