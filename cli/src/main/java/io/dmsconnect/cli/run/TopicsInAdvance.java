// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.jdbc.SourceCatalogue;
import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.cli.plan.Planner;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.connect.TopicLayout;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.schema.TableId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes the topics of a task's tables before its connectors run. Connect would make them one after
 * the other, each with its table's first record, and the sink would be given them by and by: with a
 * thousand tables that takes longer than their rows. A table that is loaded in one segment gets one
 * partition to load from.
 */
public final class TopicsInAdvance {
    private static final String DEFAULTS = "topic.creation.default.";

    /** A request of thousands would hold the broker's other requests up. */
    private static final int AT_ONCE = 250;

    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 1_000;

    private final TaskDocument task;
    private final ConnectorPlan source;

    /**
     * @param source the plan of the source connector, whose topics they are
     */
    public TopicsInAdvance(TaskDocument task, ConnectorPlan source) {
        this.task = task;
        this.source = source;
    }

    public void create(String bootstrapServers) throws SQLException, InterruptedException {
        List<NewTopic> topics = topics(SourceCatalogue.sizes(task));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (int from = 0; from < topics.size(); from += AT_ONCE) {
                List<NewTopic> some = topics.subList(from, Math.min(topics.size(), from + AT_ONCE));
                for (int attempt = 1; !made(admin, some, attempt == ATTEMPTS); attempt++) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        }
    }

    /**
     * @return false where the broker, which is in this process and has just started, was too busy
     */
    private static boolean made(Admin admin, List<NewTopic> topics, boolean last)
            throws InterruptedException {
        boolean all = true;
        for (KafkaFuture<Void> made : admin.createTopics(topics).values().values()) {
            try {
                made.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RetriableException && !last) {
                    all = false;
                } else if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new RunFailedException("Kafka: " + e.getCause().getMessage());
                }
            }
        }
        return all;
    }

    List<NewTopic> topics(Map<TableId, Long> bytes) {
        TableMappings mappings =
                task.mappings().withTargetSchema(task.settings().targetMetadata().targetSchema());
        TopicLayout layout = new TopicLayout(Planner.topicPrefix(task));
        Map<String, String> config = config();
        int most = Integer.parseInt(source.config().get("topic.creation.load.partitions"));
        List<NewTopic> topics = new ArrayList<>();
        bytes.forEach(
                (table, size) -> {
                    TableId target = mappings.targetId(table);
                    topics.add(topic(layout.changes(target), 1, config));
                    if (task.migrationType().loads() && !task.connect().loadsRows()) {
                        int partitions = size > task.connect().segmentBytes() ? most : 1;
                        topics.add(topic(layout.load(target), partitions, config));
                    }
                });
        return topics;
    }

    private static NewTopic topic(String name, int partitions, Map<String, String> config) {
        return new NewTopic(name, partitions, (short) 1).configs(config);
    }

    /** As the source connector would have it. */
    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>();
        source.config()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(DEFAULTS)
                                    && !key.endsWith(".partitions")
                                    && !key.endsWith(".replication.factor")) {
                                config.put(key.substring(DEFAULTS.length()), value);
                            }
                        });
        return config;
    }
}
