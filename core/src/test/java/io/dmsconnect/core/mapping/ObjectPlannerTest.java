// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.connect.ObjectsText;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.ColumnDefault;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.ForeignKey;
import io.dmsconnect.core.schema.Index;
import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectPlannerTest {
    private static final Table PARENT =
            table("parents", List.of("id"), column("id"), column("code"));
    private static final Table ELSEWHERE = table("elsewhere", List.of("id"), column("id"));
    private static final Table CHILD =
            table(
                    "children",
                    List.of("id"),
                    column("id"),
                    column("parent"),
                    column("gone"),
                    column("kept"),
                    column("hidden"));

    private static final String RULES =
            """
            {"rules": [
             {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
              "object-locator": {"schema-name": "s", "table-name": "%ren%"}},
             {"rule-type": "transformation", "rule-id": "2", "rule-name": "2", "rule-target": "table",
              "rule-action": "add-prefix", "value": "new_",
              "object-locator": {"schema-name": "s", "table-name": "%"}},
             {"rule-type": "transformation", "rule-id": "3", "rule-name": "3", "rule-target": "column",
              "rule-action": "rename", "value": "mother",
              "object-locator": {"schema-name": "s", "table-name": "children", "column-name": "parent"}},
             {"rule-type": "transformation", "rule-id": "4", "rule-name": "4", "rule-target": "column",
              "rule-action": "remove-column",
              "object-locator": {"schema-name": "s", "table-name": "children", "column-name": "gone"}},
             {"rule-type": "transformation", "rule-id": "5", "rule-name": "5", "rule-target": "column",
              "rule-action": "rename", "value": "no",
              "object-locator": {"schema-name": "s", "table-name": "parents", "column-name": "id"}},
             {"rule-type": "transformation", "rule-id": "6", "rule-name": "6", "rule-target": "column",
              "rule-action": "data-masking-hash-mask",
              "object-locator": {"schema-name": "s", "table-name": "children", "column-name": "hidden"}}
            ]}
            """;

    private static Column column(String name) {
        return new Column(name, DataType.string(Kind.WSTRING, 80), !name.equals("id"));
    }

    private static Table table(String name, List<String> key, Column... columns) {
        return new Table(new TableId("s", name), List.of(columns), key);
    }

    private static Index index(String name, String definition, String... columns) {
        return new Index(
                name,
                false,
                false,
                "btree",
                definition.contains("WHERE"),
                List.of(columns).stream().map(c -> new Index.Part(c, 0, false)).toList(),
                definition,
                "postgres",
                Set.of(columns));
    }

    private static ForeignKey key(String name, String column, Table to) {
        return new ForeignKey(name, List.of(column), to, List.of("id"), "CASCADE", "NO ACTION", "");
    }

    private static ColumnDefault value(String column) {
        return new ColumnDefault(column, ColumnDefault.Kind.LITERAL, "x", false, "postgres");
    }

    private static Numbering numbering(String column) {
        return new Numbering(column, "", true, false, 1, BigInteger.TEN.pow(19), "");
    }

    private static SecondaryObjects plan(SecondaryObjects source) {
        TableMappings mappings = TableMappings.parse(RULES);
        try (TablePlan plan = mappings.plan(CHILD).orElseThrow()) {
            return mappings.planObjects(source, plan);
        }
    }

    @Test
    void objectsGetTheTargetsNames() {
        SecondaryObjects planned =
                plan(
                        new SecondaryObjects(
                                List.of(
                                        index("plain", "", "parent", "id"),
                                        index("covers", "USING btree (id) INCLUDE (kept)", "id"),
                                        index(
                                                "lossy",
                                                "USING btree (parent) INCLUDE (id)",
                                                "parent")),
                                List.of(key("to_parent", "parent", PARENT)),
                                List.of(value("kept")),
                                List.of(numbering("parent")),
                                List.of(new Leftover("trigger", "t", "no"))));
        assertThat(planned.indexes())
                .containsExactly(
                        new Index(
                                "plain",
                                false,
                                false,
                                "btree",
                                false,
                                List.of(
                                        new Index.Part("mother", 0, false),
                                        new Index.Part("id", 0, false)),
                                "",
                                "postgres",
                                Set.of("parent", "id")),
                        index("covers", "USING btree (id) INCLUDE (kept)", "id"),
                        new Index(
                                "lossy",
                                false,
                                false,
                                "btree",
                                false,
                                List.of(new Index.Part("mother", 0, false)),
                                "",
                                "postgres",
                                Set.of("parent")));
        ForeignKey key = planned.foreignKeys().get(0);
        assertThat(key.columns()).containsExactly("mother");
        assertThat(key.references().id()).isEqualTo(new TableId("s", "new_parents"));
        assertThat(key.referenced()).containsExactly("no");
        assertThat(planned.defaults()).containsExactly(value("kept"));
        assertThat(planned.numberings()).containsExactly(numbering("mother"));
        assertThat(planned.leftovers()).containsExactly(new Leftover("trigger", "t", "no"));
    }

    @Test
    void whatCannotFollowSaysWhy() {
        SecondaryObjects planned =
                plan(
                        new SecondaryObjects(
                                List.of(
                                        index("on_gone", "", "id", "gone"),
                                        index(
                                                "partial",
                                                "USING btree (id) WHERE parent > 0",
                                                "id",
                                                "parent")),
                                List.of(
                                        key("by_gone", "gone", PARENT),
                                        key("to_elsewhere", "kept", ELSEWHERE)),
                                List.of(value("gone"), value("hidden")),
                                List.of(numbering("gone")),
                                List.of(
                                        new Leftover("generated column", "gone", "no: id + 1"),
                                        new Leftover(
                                                "check constraint",
                                                "c",
                                                "no: CHECK (hidden <> 'me')"),
                                        new Leftover(
                                                "check constraint", "d", "no: CHECK (kept > 0)"))));
        assertThat(planned.indexes()).isEmpty();
        assertThat(planned.foreignKeys()).isEmpty();
        assertThat(planned.defaults()).isEmpty();
        assertThat(planned.numberings()).isEmpty();
        assertThat(planned.leftovers())
                .extracting(left -> left.kind() + " " + left.name() + ": " + left.reason())
                .containsExactly(
                        "check constraint c: no",
                        "check constraint d: no: CHECK (kept > 0)",
                        "index on_gone: it has a column that is not migrated",
                        "index partial: rules rename or change columns that its definition names",
                        "foreign key by_gone: it has a column that is not migrated",
                        "foreign key to_elsewhere: it refers to s.elsewhere, which the rules do not select",
                        "default hidden: rules change its values");
    }

    @Test
    void travelAsText() {
        SecondaryObjects objects =
                new SecondaryObjects(
                                List.of(index("i \"x`😀", "USING gin (a)", "a")),
                                List.of(key("k", "a", PARENT)),
                                List.of(value("a")),
                                List.of(numbering("a")),
                                List.of(new Leftover("trigger", "t", "no")))
                        .withChanges();
        assertThat(ObjectsText.read(ObjectsText.write(objects), SecondaryObjects.class))
                .isEqualTo(objects);
    }
}
