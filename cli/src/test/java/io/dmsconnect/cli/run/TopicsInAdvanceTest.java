// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.cli.plan.Converters;
import io.dmsconnect.cli.plan.PlanOptions;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskReader;
import io.dmsconnect.core.schema.TableId;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsInAdvanceTest {
    /** They are to be as Connect would make them. */
    @Test
    void aLoadsTopicHasThePropertiesOfItsGroup() {
        TaskDocument task =
                TaskReader.read(
                        Path.of("src/test/resources/golden/plan/mariadb-to-postgres/task.json"));
        ConnectorPlan source =
                new Planner(task, PlanOptions.printed(Converters.json())).plan().get(0);
        Map<TableId, Long> tables =
                Map.of(new TableId("shop", "small"), 1L, new TableId("shop", "large"), 1L << 40);
        Map<String, NewTopic> topics =
                new TopicsInAdvance(task, source)
                        .topics(tables).stream()
                                .collect(Collectors.toMap(NewTopic::name, Function.identity()));
        NewTopic changes = end(topics, "large");
        NewTopic load = end(topics, "large.load");
        assertThat(topics).hasSize(4);
        assertThat(changes.numPartitions()).isEqualTo(1);
        assertThat(load.numPartitions()).isEqualTo(4);
        assertThat(end(topics, "small.load").numPartitions()).isEqualTo(1);
        assertThat(changes.configs())
                .isEqualTo(Map.of("max.message.bytes", "104857600", "retention.ms", "-1"));
        assertThat(load.configs())
                .containsAllEntriesOf(changes.configs())
                .containsEntry("compression.type", "uncompressed")
                .hasSize(3);
    }

    private static NewTopic end(Map<String, NewTopic> topics, String name) {
        return topics.entrySet().stream()
                .filter(topic -> topic.getKey().endsWith("." + name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
