// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShapeChangesTest {
    private static final DataType INT = DataType.of(DataType.Kind.INT4);
    private static final DataType LONG = DataType.of(DataType.Kind.INT8);

    private static Table table(Column... columns) {
        return new Table(new TableId("s", "t"), List.of(columns), List.of());
    }

    private static Column column(int id, String name) {
        return new Column(name, INT, true, id);
    }

    @Test
    void theLastColumnWasRenamed() {
        assertThat(
                        table(column(1, "a"), column(2, "b"))
                                .changesTo(table(column(1, "a"), column(2, "x"))))
                .containsExactly(new SchemaChange.RenameColumn("b", "x"));
    }

    @Test
    void aColumnOfTheSameNameIsAnotherOne() {
        assertThat(
                        table(column(1, "a"), column(2, "b"))
                                .changesTo(table(column(1, "a"), column(3, "b"))))
                .containsExactly(
                        new SchemaChange.DropColumn("b"),
                        new SchemaChange.AddColumn(column(3, "b")));
    }

    @Test
    void anotherTypeAltersUnderTheNewName() {
        Column wider = new Column("x", LONG, true, 1);
        assertThat(table(column(1, "a")).changesTo(table(wider)))
                .containsExactly(
                        new SchemaChange.RenameColumn("a", "x"),
                        new SchemaChange.AlterColumn(column(1, "x"), wider));
    }

    @Test
    void idsThatAreNewAreTakenOverByName() {
        Table old = table(new Column("a", INT, true), new Column("b", INT, true));
        assertThat(old.changesTo(table(column(1, "a"), column(2, "b"), column(3, "c"))))
                .containsExactly(new SchemaChange.AddColumn(column(3, "c")));
    }

    /** Does what the steps say as a database would, and refuses what a database would refuse. */
    private static final class Played {
        private final Map<String, Column> columns = new LinkedHashMap<>();
        private final Map<String, Integer> origin = new LinkedHashMap<>();

        Played(Table table) {
            table.columns()
                    .forEach(
                            column -> {
                                columns.put(column.name(), column);
                                origin.put(column.name(), column.id());
                            });
        }

        void play(SchemaChange step) {
            if (step instanceof SchemaChange.AddColumn add) {
                assertThat(columns).doesNotContainKey(add.column().name());
                columns.put(add.column().name(), add.column());
                origin.put(add.column().name(), add.column().id());
            } else if (step instanceof SchemaChange.DropColumn drop) {
                assertThat(columns).containsKey(drop.name()).hasSizeGreaterThan(1);
                columns.remove(drop.name());
                origin.remove(drop.name());
            } else if (step instanceof SchemaChange.RenameColumn rename) {
                assertThat(columns).containsKey(rename.from()).doesNotContainKey(rename.to());
                columns.put(rename.to(), columns.remove(rename.from()).named(rename.to()));
                origin.put(rename.to(), origin.remove(rename.from()));
            } else if (step instanceof SchemaChange.AlterColumn alter) {
                assertThat(columns.get(alter.from().name())).isEqualTo(alter.from());
                columns.put(alter.to().name(), alter.to());
            }
        }
    }

    @Test
    void anyShapeBecomesAnyOtherByStepsThatADatabaseCanDo() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            Table from = shape(random);
            Table to = shape(random);
            Played played = new Played(from);
            from.changesTo(to).forEach(played::play);
            Map<String, Column> wanted = new LinkedHashMap<>();
            Map<String, Integer> origins = new LinkedHashMap<>();
            to.columns()
                    .forEach(
                            column -> {
                                wanted.put(column.name(), column);
                                origins.put(column.name(), column.id());
                            });
            assertThat(played.columns).as("seed " + seed).isEqualTo(wanted);
            assertThat(played.origin).as("seed " + seed).isEqualTo(origins);
        }
    }

    private static Table shape(Random random) {
        List<Integer> ids = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6));
        List<String> names = new ArrayList<>(List.of("a", "b", "c", "d", "dms_renamed_0", "e"));
        Collections.shuffle(ids, random);
        Collections.shuffle(names, random);
        List<Column> columns = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            columns.add(
                    new Column(
                            names.get(i),
                            random.nextBoolean() ? INT : LONG,
                            random.nextBoolean(),
                            ids.get(i)));
        }
        return table(columns.toArray(Column[]::new));
    }
}
