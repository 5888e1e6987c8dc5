// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder a case: {@code rules.json} and {@code table.txt} (the name, then a column a line:
 * name, type, and {@code key} or {@code key <position>}) give {@code plan.txt}. Run with {@code
 * -Dgolden.update=true} to write the plans, then read them.
 */
class GoldenMappingTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/mapping");

    @TestFactory
    Stream<DynamicTest> plansAreAsExpected() throws IOException {
        return folders().stream()
                .map(folder -> DynamicTest.dynamicTest(folder.toString(), () -> check(folder)));
    }

    @Test
    void thereAreCases() throws IOException {
        assertThat(folders()).hasSizeGreaterThanOrEqualTo(25);
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.sorted().toList();
        }
    }

    private static void check(Path folder) throws IOException {
        String plan = describe(read(folder, "rules.json"), table(read(folder, "table.txt")));
        Path expected = folder.resolve("plan.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, plan);
        }
        assertThat(plan).isEqualTo(Files.readString(expected));
    }

    private static String read(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table table(String text) {
        List<String> lines = text.lines().toList();
        List<Column> columns = new ArrayList<>();
        TreeMap<Integer, String> key = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String column = line.replaceFirst(" key( \\d+)?$", "");
            int end = column.lastIndexOf(' ');
            String name = column.substring(0, end);
            DataType type = DataType.of(DataType.Kind.valueOf(column.substring(end + 1)));
            boolean isKey = !column.equals(line);
            columns.add(new Column(name, type, !isKey));
            if (isKey) {
                String place = line.substring(column.length()).replaceAll("\\D", "");
                key.put(place.isEmpty() ? 1 : Integer.parseInt(place), name);
            }
        }
        String[] id = lines.get(0).split("\\.", 2);
        return new Table(new TableId(id[0], id[1]), columns, List.copyOf(key.values()));
    }

    private static String describe(String rules, Table source) {
        StringBuilder out = new StringBuilder();
        TableMappings mappings;
        try {
            mappings = TableMappings.parse(rules);
        } catch (MappingException e) {
            e.problems().forEach(problem -> out.append("problem: ").append(problem).append('\n'));
            return out.toString();
        }
        mappings.warnings().forEach(w -> out.append("warning: ").append(w).append('\n'));
        mappings.loadOrder(source.id())
                .ifPresent(o -> out.append("load order ").append(o).append('\n'));
        if (mappings.selects(source.id())) {
            assertThat(mappings.selectsSchema(source.id().schema())).isTrue();
        }
        try {
            mappings.plan(source)
                    .ifPresentOrElse(
                            plan -> out.append(describe(plan)), () -> out.append("not selected\n"));
        } catch (ReplicationException e) {
            assertThat(e.kind()).isEqualTo(FailureKind.CONFIGURATION);
            out.append("cannot be planned: ").append(e.getMessage()).append('\n');
        }
        return out.toString();
    }

    private static String describe(TablePlan plan) {
        Table target = plan.target();
        StringBuilder out = new StringBuilder();
        out.append(plan.source().id()).append(" -> ").append(target.id());
        out.append(plan.isIdentity() ? " (identity)\n" : "\n");
        int[] from = plan.sourceIndexes();
        for (int i = 0; i < from.length; i++) {
            Column column = target.columns().get(i);
            int key = target.primaryKey().indexOf(column.name());
            out.append(from[i]).append(' ').append(plan.source().columns().get(from[i]).name());
            out.append(" -> ").append(column.name()).append(' ').append(column.type().kind());
            out.append(key < 0 ? "\n" : " key " + (key + 1) + "\n");
        }
        checkRow(plan, from);
        return out.toString();
    }

    /** Each value arrives from its index, and what is absent stays absent. */
    private static void checkRow(TablePlan plan, int[] from) {
        Object[] values = new Object[plan.source().columns().size()];
        Arrays.setAll(values, i -> i);
        Object[] partial = new Object[values.length];
        Arrays.setAll(partial, i -> i % 2 == 0 ? ArrayRow.ABSENT : null);
        for (int i = 0; i < from.length; i++) {
            assertThat(plan.value(i, new ArrayRow(values), null, null)).isEqualTo(from[i]);
            assertThat(plan.value(i, new ArrayRow(partial), null, null))
                    .isEqualTo(from[i] % 2 == 0 ? ArrayRow.ABSENT : null);
        }
    }
}
