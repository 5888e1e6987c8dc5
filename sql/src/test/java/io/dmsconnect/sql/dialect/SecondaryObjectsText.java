// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.sql.dialect;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What each dialect makes of typical secondary objects, for a golden file. */
final class SecondaryObjectsText {
    private static final Table TABLE =
            new Table(
                    new TableId("shop", "order"),
                    List.of(
                            new Column("id", DataType.of(Kind.INT8), false),
                            new Column("big", DataType.of(Kind.UINT8), false),
                            new Column("name", DataType.string(Kind.WSTRING, 40), true),
                            new Column("long", DataType.string(Kind.WSTRING, 2000), true),
                            new Column("note", DataType.of(Kind.NCLOB), true),
                            new Column("raw", DataType.of(Kind.BLOB), true),
                            new Column("on", DataType.of(Kind.BOOLEAN), true),
                            new Column("amount", DataType.numeric(10, 2), true),
                            new Column("day", DataType.of(Kind.DATE), true),
                            new Column("at", DataType.temporal(Kind.DATETIME, 3), true),
                            new Column("at tz", DataType.temporal(Kind.DATETIME_TZ, 6), true),
                            new Column("bits", bits(), true)),
                    List.of("id"),
                    new Storage("", "fast", ""));

    private final ObjectSql sql;
    private final StringBuilder text = new StringBuilder();

    private SecondaryObjectsText(Dialect dialect) {
        this.sql = dialect.objects();
    }

    private static DataType bits() {
        return DataType.string(Kind.STRING, 3).declared("mysql", "bit(3)");
    }

    static String render(Dialect dialect) {
        SecondaryObjectsText made = new SecondaryObjectsText(dialect);
        made.indexes();
        made.foreignKeys();
        made.defaults();
        made.numberings();
        return made.text.toString();
    }

    private void add(String title, ObjectSql.Making making) {
        text.append("-- ").append(title).append('\n');
        making.statements().forEach(statement -> text.append(statement).append(";\n"));
        if (!making.remark().isEmpty()) {
            text.append("-- remark: ").append(making.remark()).append('\n');
        }
    }

    private static Index.Part part(String column) {
        return new Index.Part(column, 0, false);
    }

    private void index(
            String title,
            boolean unique,
            boolean constraint,
            String method,
            String engine,
            String definition,
            boolean partial,
            Index.Part... parts) {
        Index index =
                new Index(
                        "i",
                        unique,
                        constraint,
                        method,
                        partial,
                        List.of(parts),
                        definition,
                        engine,
                        Set.of());
        add("index: " + title, sql.index(TABLE, index, "i \"x`"));
    }

    private void indexes() {
        index("plain", false, false, "btree", "postgres", "", false, part("name"), part("id"));
        index("unique", true, false, "btree", "mysql", "", false, part("name"));
        index("constraint", true, true, "btree", "postgres", "", false, part("name"));
        index(
                "descending, a prefix",
                false,
                false,
                "btree",
                "mysql",
                "",
                false,
                new Index.Part("name", 0, true),
                new Index.Part("note", 20, false));
        index("long", false, false, "btree", "postgres", "", false, part("long"), part("note"));
        index("unique long", true, false, "btree", "postgres", "", false, part("note"));
        index("bytes", false, false, "hash", "mysql", "", false, new Index.Part("raw", 8, false));
        index(
                "INCLUDE",
                true,
                false,
                "btree",
                "postgres",
                "USING btree (name) INCLUDE (id)",
                false,
                part("name"));
        index(
                "partial",
                false,
                false,
                "btree",
                "postgres",
                "USING btree (name) WHERE \"on\"",
                true,
                part("name"));
        index(
                "expression",
                false,
                false,
                "btree",
                "postgres",
                "USING btree (lower(name))",
                false,
                part(""));
        index(
                "deferred",
                true,
                true,
                "btree",
                "postgres",
                "UNIQUE (name) DEFERRABLE",
                false,
                part("name"));
        index("fulltext", false, false, "fulltext", "mysql", "(`note`)", false, part("note"));
    }

    private void foreignKeys() {
        Table other =
                new Table(
                        new TableId("shop", "customer"),
                        List.of(new Column("no", DataType.of(Kind.INT8), false)),
                        List.of("no"));
        for (String action : List.of("CASCADE", "SET DEFAULT")) {
            ForeignKey key =
                    new ForeignKey(
                            "f",
                            List.of("id"),
                            other,
                            List.of("no"),
                            action,
                            "RESTRICT",
                            "DEFERRABLE INITIALLY DEFERRED");
            add("foreign key: " + action, sql.foreignKey(TABLE, key, "f"));
            sql.uncheckedForeignKey(TABLE, key, "f")
                    .ifPresent(making -> add("the same, unchecked", making));
        }
        text.append(sql.dropForeignKey(TABLE.id(), "f")).append(";\n");
    }

    private void defaults() {
        List<ColumnDefault> defaults = new ArrayList<>();
        for (String[] literal :
                List.of(
                        new String[] {"name", "it's \\ new"},
                        new String[] {"note", "{}"},
                        new String[] {"raw", "\\x41"},
                        new String[] {"on", "true"},
                        new String[] {"amount", "-1.50"},
                        new String[] {"day", "2020-02-29"},
                        new String[] {"bits", "101"})) {
            defaults.add(
                    new ColumnDefault(
                            literal[0], ColumnDefault.Kind.LITERAL, literal[1], false, "postgres"));
        }
        for (String column : List.of("day", "at", "at tz")) {
            defaults.add(new ColumnDefault(column, ColumnDefault.Kind.NOW, "", false, "postgres"));
        }
        defaults.add(new ColumnDefault("name", ColumnDefault.Kind.UUID, "", false, "postgres"));
        for (String engine : List.of("postgres", "mysql")) {
            defaults.add(
                    new ColumnDefault(
                            "amount", ColumnDefault.Kind.EXPRESSION, "round(1.2)", false, engine));
        }
        defaults.add(new ColumnDefault("at", ColumnDefault.Kind.NOW, "", true, "mysql"));
        defaults.add(new ColumnDefault("at", ColumnDefault.Kind.NONE, "", true, "mysql"));
        for (ColumnDefault value : defaults) {
            add(
                    "default: %s %s %s %s"
                            .formatted(value.column(), value.kind(), value.text(), value.engine()),
                    sql.columnDefault(TABLE, value));
        }
    }

    private void numbering(String column, String sequence, boolean owned, boolean always) {
        Numbering numbering =
                new Numbering(
                        column,
                        sequence,
                        owned,
                        always,
                        always ? 5 : 1,
                        BigInteger.valueOf(42),
                        always ? "INCREMENT BY 5 MINVALUE 1 MAXVALUE 99 START WITH 1 CACHE 1" : "");
        add(
                "numbering: %s '%s'%s".formatted(column, sequence, owned ? "" : " shared"),
                sql.numbering(TABLE, numbering, false));
    }

    private void numberings() {
        numbering("id", "", true, false);
        numbering("id", "", true, true);
        numbering("big", "", true, false);
        numbering("id", "order_id_seq", true, false);
        numbering("id", "all", false, false);
        numbering("name", "", true, false);
        add(
                "the next number only",
                sql.numbering(
                        TABLE,
                        new Numbering("id", "", true, false, 1, BigInteger.valueOf(42), ""),
                        true));
    }
}
