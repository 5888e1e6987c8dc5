// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmsconnect.cli.explain.ExplanationText;
import io.dmsconnect.cli.explain.TargetTypes;
import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.cli.plan.Converters;
import io.dmsconnect.cli.plan.PlanOptions;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.core.mapping.Explanation;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A task document means the same however a tool writes it: with nulls and empty groups, in another
 * order and spelling, numbers as texts, JSON in texts, members twice, in another encoding. {@code
 * -Ddocument.seeds=N} tries more, {@code -Ddocument.seed=N} one again.
 */
class TaskVariantsTest {
    private static final Path FOLDER = Path.of("src/test/resources/documents");
    private static final int SEEDS = 200;

    @TempDir private Path folder;

    private static List<ObjectNode> tasks() throws IOException {
        List<ObjectNode> tasks = new ArrayList<>();
        JsonMapper mapper = new JsonMapper();
        for (Path file : files("tasks")) {
            tasks.add((ObjectNode) mapper.readTree(Files.readString(file)));
        }
        int number = 0;
        for (Path file : files("mappings")) {
            ObjectNode task = tasks.get(number++ % files("tasks").size()).deepCopy();
            task.put("MigrationType", number % 2 == 0 ? "full-load" : "cdc");
            task.set("TableMappings", mapper.readTree(Texts.read(file, "mappings")));
            tasks.add(task);
        }
        return tasks;
    }

    private static List<Path> files(String kind) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(kind))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    @Test
    void everyWayOfWritingATaskMeansTheSame() throws IOException {
        List<ObjectNode> tasks = tasks();
        Integer only = Integer.getInteger("document.seed");
        int seeds = Integer.getInteger("document.seeds", SEEDS);
        for (int seed = only == null ? 0 : only;
                only == null ? seed < seeds : seed == only;
                seed++) {
            Random random = new Random(seed);
            ObjectNode task = tasks.get(seed % tasks.size());
            List<String> expected = meaning(write(task.toString(), StandardCharsets.UTF_8), task);
            String text = new JsonVariants(random).of(task);
            Charset charset =
                    random.nextInt(8) == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
            boolean mark = charset != StandardCharsets.UTF_8 || random.nextInt(3) == 0;
            Path file = write((mark ? "\uFEFF" : "") + text, charset);
            try {
                assertThat(meaning(file, task)).isEqualTo(expected);
            } catch (TaskException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + text, e);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + text, e);
            }
        }
    }

    private Path write(String text, Charset charset) throws IOException {
        return Files.write(folder.resolve("task.json"), text.getBytes(charset));
    }

    /** Everything that follows from a document, without how it is written. */
    private static List<String> meaning(Path file, ObjectNode task) {
        TaskDocument read = TaskReader.read(file);
        List<String> meaning = new ArrayList<>();
        PlanOptions options = PlanOptions.printed(Converters.json());
        for (ConnectorPlan plan : new Planner(read, options).plan()) {
            Map<String, String> config = new TreeMap<>(plan.config());
            config.keySet().removeAll(List.of("table.mappings", "task.settings"));
            meaning.add(plan.name() + " " + config);
        }
        // the warnings among the settings come in the order of the document
        meaning.add(
                List.of(
                                read.settings().targetMetadata(),
                                read.settings().fullLoad(),
                                read.settings().errorBehavior(),
                                read.settings().changeProcessing(),
                                read.settings().ddlHandling(),
                                read.settings().controlTables())
                        .toString());
        Explanation explanation =
                Explanation.of(
                        read.mappingsJson(),
                        read.mappings()
                                .withTargetSchema(read.settings().targetMetadata().targetSchema()),
                        tables(task),
                        Set.of(),
                        read.migrationType().followsChanges());
        meaning.addAll(new ExplanationText(explanation, TargetTypes.of(read.target())).lines());
        read.warnings().stream()
                .map(warning -> warning.replaceAll(" \\(line \\d+\\)", ""))
                .sorted()
                .forEach(meaning::add);
        return meaning;
    }

    /** Tables with the names that the rules speak of. */
    private static List<Table> tables(ObjectNode task) {
        JsonNode mappings = task.path("TableMappings");
        JsonNode tree = mappings.isTextual() ? Texts.tree(mappings.textValue(), "rules") : mappings;
        Set<String> schemas = names(tree, "schema-name");
        Set<String> names = names(tree, "table-name");
        Set<String> columns = names(tree, "column-name");
        tree.findValues("columns").forEach(of -> of.forEach(c -> columns.add(c.asText())));
        List<Table> tables = new ArrayList<>();
        for (String schema : schemas) {
            for (String name : names) {
                List<Column> of = new ArrayList<>();
                of.add(new Column("id", DataType.of(DataType.Kind.INT8), false));
                columns.stream()
                        .filter(column -> !column.equals("id"))
                        .map(c -> new Column(c, DataType.string(DataType.Kind.STRING, 80), false))
                        .forEach(of::add);
                tables.add(new Table(new TableId(schema, name), of, List.of("id")));
            }
        }
        return tables;
    }

    private static Set<String> names(JsonNode tree, String member) {
        Set<String> names = new TreeSet<>();
        for (JsonNode name : tree.findValues(member)) {
            if (!name.isNull()) {
                names.add(name.asText().replace("%", "Any"));
            }
        }
        return names;
    }
}
