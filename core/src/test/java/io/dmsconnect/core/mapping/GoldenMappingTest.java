// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder a case: {@code rules.json} and {@code table.json} give {@code plan.txt}. Run with
 * {@code -Dgolden.update=true} to write the plans, then read them.
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
        assertThat(folders()).hasSizeGreaterThanOrEqualTo(80);
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.sorted().toList();
        }
    }

    private static void check(Path folder) throws IOException {
        String rules = Files.readString(folder.resolve("rules.json"));
        GoldenTable table = GoldenTable.read(folder.resolve("table.json"));
        String plan = describe(rules, table);
        Path expected = folder.resolve("plan.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, plan);
        }
        assertThat(plan).isEqualTo(Files.readString(expected));
    }

    private static String describe(String rules, GoldenTable table) {
        StringBuilder out = new StringBuilder();
        TableMappings mappings;
        try {
            mappings = table.options().apply(TableMappings.parse(rules));
        } catch (MappingException e) {
            e.problems().forEach(problem -> out.append("problem: ").append(problem).append('\n'));
            return out.toString();
        }
        mappings.warnings().forEach(w -> out.append("warning: ").append(w).append('\n'));
        mappings.objectMappings().forEach(m -> out.append(m).append('\n'));
        mappings.tableSettings(table.table().id()).ifPresent(s -> out.append(s).append('\n'));
        mappings.loadOrder(table.table().id())
                .ifPresent(o -> out.append("load order ").append(o).append('\n'));
        if (mappings.selects(table.table().id(), table.view())) {
            assertThat(mappings.selectsSchema(table.table().id().schema())).isTrue();
        }
        try {
            if (!mappings.selects(table.table().id(), table.view())) {
                return out.append("not selected\n").toString();
            }
            try (TablePlan plan = mappings.plan(table.table()).orElseThrow()) {
                out.append(GoldenPlan.describe(plan));
            }
        } catch (ReplicationException e) {
            assertThat(e.kind()).isEqualTo(FailureKind.CONFIGURATION);
            out.append("cannot be planned: ").append(e.getMessage()).append('\n');
        }
        return out.toString();
    }
}
