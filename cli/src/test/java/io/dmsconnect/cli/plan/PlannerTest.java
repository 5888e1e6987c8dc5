// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each golden folder holds a task document and what is planned from it. */
class PlannerTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/plan");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mariadb-to-postgres",
                "postgres-to-mysql-tls",
                "aurora-avro",
                "mapping-in-transform"
            })
    void golden(String name) throws IOException {
        Path folder = GOLDEN.resolve(name);
        TaskDocument task = TaskReader.read(folder.resolve("task.json"));
        Converters converters =
                name.endsWith("avro") ? Converters.avro("http://registry:8081") : Converters.json();
        for (ConnectorPlan plan : new Planner(task, PlanOptions.printed(converters)).plan()) {
            Path file = folder.resolve(plan.name() + ".json");
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(file, plan.json() + "\n");
            }
            assertThat(plan.json() + "\n").isEqualTo(Files.readString(file));
        }
    }

    private static Planner planner(PlanOptions options) {
        return new Planner(
                TaskReader.read(GOLDEN.resolve("mariadb-to-postgres/task.json")), options);
    }

    @Test
    void theClusterNamesTheScopeOfOffsets() {
        PlanOptions options = new PlanOptions(Converters.ofTheWorker(), "required", "cluster");
        assertThat(planner(options).sink().config()).containsEntry("offsets.scope", "cluster");
        assertThat(planner(options).source().config())
                .containsEntry("exactly.once.support", "required")
                .doesNotContainKey("value.converter");
    }

    @Test
    void theSinkPassesOverTopicsThatAreLeftOut() {
        Map<String, String> read = planner(PlanOptions.printed(Converters.json())).sink().config();
        String prefix = read.get("topics.regex").split("\\\\", 2)[0] + ".";
        PlanOptions options =
                new PlanOptions(
                        Converters.json(), "required", "cluster", Set.of(prefix + "shop.orders"));
        Pattern topics = Pattern.compile(planner(options).sink().config().get("topics.regex"));
        assertThat(topics.matcher(prefix + "shop.orders").matches()).isFalse();
        assertThat(topics.matcher(prefix + "shop.orders.load").matches()).isFalse();
        assertThat(topics.matcher(prefix + "shop.orders2").matches()).isTrue();
        assertThat(topics.matcher(prefix + "shop.orders.loader").matches()).isTrue();
        assertThat(topics.matcher(prefix + "shopXorders").matches()).isTrue();
        assertThat(topics.matcher(prefix + "transaction").matches()).isFalse();
    }

    @Test
    void theSinkReadsBothLanesAndNothingElse() {
        Map<String, String> sink = planner(PlanOptions.printed(Converters.json())).sink().config();
        Pattern topics = Pattern.compile(sink.get("topics.regex"));
        for (String ours :
                new String[] {"shop.shop.orders", "shop.shop.orders.load", "shop.s.transaction"}) {
            assertThat(ours).matches(topics);
        }
        for (String other :
                new String[] {
                    "shop",
                    "shop.transaction",
                    "shop2.s.t",
                    "__debezium-heartbeat.shop",
                    "x.shop.s.t"
                }) {
            assertThat(other).doesNotMatch(topics);
        }
    }

    @Test
    void aPlanDoesNotPrintItsPassword() {
        PlanOptions options = PlanOptions.printed(Converters.json());
        assertThat(planner(options).plan().toString()).doesNotContain("written-out");
        assertThat(planner(options).sink().json()).contains("written-out");
        assertThat(planner(options).source().json()).contains("${env:SRC_PW}");
    }

    @Test
    void namesAreEncodedInTheUrl(@TempDir Path folder) throws IOException {
        String json = Files.readString(GOLDEN.resolve("mariadb-to-postgres/task.json"));
        Path file =
                Files.writeString(
                        folder.resolve("t.json"),
                        json.replace("\"there\"", "\"::1\"")
                                .replace("\"target db\"", "\"a b/ü?\""));
        assertThat(JdbcUrl.of(TaskReader.read(file).target()))
                .startsWith("jdbc:postgresql://[::1]:5432/a%20b%2F%C3%BC%3F");
    }
}
