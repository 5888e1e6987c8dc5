// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Indexes, foreign keys, defaults and numberings of PostgreSQL. */
final class PostgreSqlObjects implements ObjectSql {
    private static final Set<String> ORDERED = Set.of("btree", "hash");
    private static final Set<String> CAN_BE_IDENTITY = Set.of("smallint", "integer", "bigint");

    private final PostgreSqlDialect dialect;

    PostgreSqlObjects(PostgreSqlDialect dialect) {
        this.dialect = dialect;
    }

    private static boolean isOwn(String engine) {
        return engine.equals("postgres");
    }

    @Override
    public Making index(Table table, Index index, String name) {
        boolean own = isOwn(index.engine()) && !index.definition().isEmpty();
        if (index.constraint() && (own || index.definition().isEmpty())) {
            String what =
                    own ? index.definition() : "UNIQUE (" + columns(table, index.parts()) + ")";
            return Making.of(alter(table.id()) + " ADD CONSTRAINT " + quote(name) + " " + what);
        }
        String create =
                "CREATE %sINDEX %s ON %s "
                        .formatted(
                                index.unique() ? "UNIQUE " : "",
                                quote(name),
                                dialect.quote(table.id()));
        if (own) {
            return Making.of(create + index.definition());
        }
        boolean expression = index.parts().stream().anyMatch(part -> part.column().isEmpty());
        if (index.partial() || expression || !ORDERED.contains(index.method())) {
            return Making.none("PostgreSQL has no equivalent of " + described(index));
        }
        String tablespace = table.storage().indexTablespace();
        Making making =
                Making.of(
                        create
                                + "("
                                + columns(table, index.parts())
                                + ")"
                                + (tablespace.isEmpty() ? "" : " TABLESPACE " + quote(tablespace)));
        return index.definition().isEmpty()
                ? making
                : making.remarked("made without what is not said here: " + index.definition());
    }

    static String described(Index index) {
        return index.definition().isEmpty() ? "a " + index.method() + " index" : index.definition();
    }

    private String columns(Table table, List<Index.Part> parts) {
        return parts.stream().map(part -> column(table, part)).collect(Collectors.joining(", "));
    }

    private String column(Table table, Index.Part part) {
        Column column = table.columns().get(table.indexOf(part.column()));
        boolean cut =
                switch (column.type().kind()) {
                    case STRING, WSTRING, CLOB, NCLOB, BYTES, BLOB ->
                            part.prefix() > 0
                                    && (column.type().length() < 0
                                            || column.type().length() > part.prefix());
                    default -> false;
                };
        String name = quote(part.column());
        return (cut ? "substr(" + name + ", 1, " + part.prefix() + ")" : name)
                + (part.descending() ? " DESC" : "");
    }

    @Override
    public Making foreignKey(Table table, ForeignKey key, String name) {
        return Making.of(
                "%s ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s) ON DELETE %s ON UPDATE %s%s"
                        .formatted(
                                alter(table.id()),
                                quote(name),
                                Clauses.quoted(dialect, key.columns()),
                                dialect.quote(key.references().id()),
                                Clauses.quoted(dialect, key.referenced()),
                                key.onDelete(),
                                key.onUpdate(),
                                key.deferral().isEmpty() ? "" : " " + key.deferral()));
    }

    @Override
    public Optional<Making> uncheckedForeignKey(Table table, ForeignKey key, String name) {
        String statement = foreignKey(table, key, name).statements().get(0) + " NOT VALID";
        return Optional.of(
                Making.of(statement)
                        .remarked(
                                "rows that were there are not checked; once the task is in sync: "
                                        + alter(table.id())
                                        + " VALIDATE CONSTRAINT "
                                        + quote(name)));
    }

    @Override
    public String dropForeignKey(TableId table, String name) {
        return "ALTER TABLE IF EXISTS "
                + dialect.quote(table)
                + " DROP CONSTRAINT IF EXISTS "
                + quote(name);
    }

    @Override
    public Making columnDefault(Table table, ColumnDefault of) {
        Column column = table.columns().get(table.indexOf(of.column()));
        String value =
                switch (of.kind()) {
                    case LITERAL ->
                            isOwn(of.engine()) ? literal(of.text()) : literal(column, of.text());
                    case NOW -> now(column);
                    case UUID -> "gen_random_uuid()";
                    case EXPRESSION -> isOwn(of.engine()) ? of.text() : null;
                    case NONE -> null;
                };
        String onUpdate = "ON UPDATE CURRENT_TIMESTAMP has no equivalent, but for a trigger";
        if (value == null) {
            return Making.none(
                    of.kind() == ColumnDefault.Kind.NONE
                            ? onUpdate
                            : "PostgreSQL has no equivalent of DEFAULT " + of.text());
        }
        Making making = Making.of(column(table, of.column()) + " SET DEFAULT " + value);
        return of.onUpdate() ? making.remarked(onUpdate) : making;
    }

    /**
     * Bytes are told in digits, or are letters, behind which BINARY has zero bytes; another form is
     * not known for sure.
     */
    private static String literal(Column column, String text) {
        return switch (column.type().kind()) {
            case BYTES, BLOB -> {
                if (text.matches("0[xX]([0-9A-Fa-f]{2})*")) {
                    yield literal("\\x" + text.substring(2));
                }
                if (text.matches("[xX]'([0-9A-Fa-f]{2})*'")) {
                    yield literal("\\x" + text.substring(2, text.length() - 1));
                }
                yield text.matches("[ -~]*\\x00*")
                        ? literal(
                                "\\x"
                                        + HexFormat.of()
                                                .formatHex(
                                                        text.getBytes(StandardCharsets.US_ASCII)))
                        : null;
            }
            default -> literal(text);
        };
    }

    private static String now(Column column) {
        return switch (column.type().kind()) {
            case DATE -> "CURRENT_DATE";
            case TIME -> "LOCALTIME";
            case DATETIME -> "LOCALTIMESTAMP";
            default -> "CURRENT_TIMESTAMP";
        };
    }

    @Override
    public Making numbering(Table table, Numbering of, boolean numbered) {
        int place = table.indexOf(of.column());
        String type = dialect.columnTypes(table).get(place).ddl();
        Making making =
                of.sequence().isEmpty() && CAN_BE_IDENTITY.contains(type)
                        ? identity(table, of)
                        : sequence(table, of);
        return of.always()
                ? making.remarked(
                        "made BY DEFAULT and not ALWAYS, so that the source's numbers can be written")
                : making;
    }

    private Making identity(Table table, Numbering of) {
        String column = column(table, of.column());
        List<String> statements = new ArrayList<>();
        statements.add(column + " SET NOT NULL");
        statements.add(column + " DROP IDENTITY IF EXISTS");
        statements.add(
                column
                        + " ADD GENERATED BY DEFAULT AS IDENTITY"
                        + (of.options().isEmpty() ? "" : " (" + of.options() + ")"));
        statements.add(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, false)"
                        .formatted(
                                literal(dialect.quote(table.id())),
                                literal(of.column()),
                                of.next()));
        return new Making(statements, "");
    }

    /** Several columns may share one: it never goes back. */
    private Making sequence(Table table, Numbering of) {
        String name =
                of.sequence().isEmpty()
                        ? table.id().name() + "_" + of.column() + "_seq"
                        : of.sequence();
        String sequence = dialect.quote(new TableId(table.id().schema(), name));
        List<String> statements = new ArrayList<>();
        statements.add(("CREATE SEQUENCE IF NOT EXISTS " + sequence + " " + of.options()).trim());
        statements.add(
                "SELECT setval(%s, %s, false) FROM %s WHERE last_value %s %s"
                        .formatted(
                                literal(sequence),
                                of.next(),
                                sequence,
                                of.increment() < 0 ? ">" : "<",
                                of.next()));
        statements.add(
                column(table, of.column())
                        + " SET DEFAULT nextval("
                        + literal(sequence)
                        + "::regclass)");
        if (of.owned()) {
            statements.add(
                    "ALTER SEQUENCE %s OWNED BY %s.%s"
                            .formatted(sequence, dialect.quote(table.id()), quote(of.column())));
        }
        return new Making(statements, "");
    }

    private String alter(TableId table) {
        return "ALTER TABLE " + dialect.quote(table);
    }

    private String column(Table table, String column) {
        return alter(table.id()) + " ALTER COLUMN " + quote(column);
    }

    private String quote(String name) {
        return dialect.quote(name);
    }

    /** Backslashes mean themselves: the session says so. */
    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public String indexNamed() {
        return """
               SELECT CASE WHEN t.relname = w.t THEN 1 ELSE 0 END
               FROM (SELECT ?::text AS s, ?::text AS t, ?::text AS x) w
               JOIN pg_namespace n ON n.nspname = w.s
               JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.x
               LEFT JOIN pg_index i ON i.indexrelid = c.oid
               LEFT JOIN pg_class t ON t.oid = i.indrelid
               """;
    }

    @Override
    public String foreignKeyNamed() {
        return """
               SELECT CASE WHEN k.contype = 'f' THEN 1 ELSE 0 END
               FROM pg_constraint k
               JOIN pg_class t ON t.oid = k.conrelid
               JOIN pg_namespace n ON n.oid = t.relnamespace
               WHERE n.nspname = ? AND t.relname = ? AND k.conname = ?
               """;
    }

    @Override
    public Optional<String> numbered() {
        return Optional.empty();
    }

    @Override
    public Optional<String> writesAreChecked() {
        return Optional.of(
                "SELECT CASE current_setting('session_replication_role') WHEN 'replica' THEN 0 ELSE 1 END");
    }

    @Override
    public String tryLock() {
        return "SELECT CASE WHEN pg_try_advisory_xact_lock(hashtextextended(?, 7236517)) THEN 1 ELSE 0 END";
    }

    @Override
    public Optional<String> unlock() {
        return Optional.empty();
    }
}
