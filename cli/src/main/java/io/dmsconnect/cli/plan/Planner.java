// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.plan;

import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.Engine;
import io.dmsconnect.cli.task.SslMode;
import io.dmsconnect.cli.task.TaskDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the two connectors of a task. */
public final class Planner {
    /**
     * The largest record: 100 MB. A batch of the load is far smaller, but one row may hold values
     * of many megabytes, and JSON makes binary a third larger.
     */
    private static final int MOST_WRITERS = 4;

    private static final String LARGEST_RECORD = "104857600";

    /** A producer refuses a record larger than its whole buffer. */
    private static final String PRODUCER_BUFFER = "134217728";

    private final TaskDocument task;
    private final PlanOptions options;

    public Planner(TaskDocument task, PlanOptions options) {
        this.task = task;
        this.options = options;
    }

    public static String sourceName(TaskDocument task) {
        return task.id() + "-source";
    }

    public static String sinkName(TaskDocument task) {
        return task.id() + "-sink";
    }

    /** The identifier is held to what topics allow when it is read. */
    public static String topicPrefix(TaskDocument task) {
        return task.id();
    }

    /**
     * The topics of both lanes of all tables. Debezium's own topics are outside: its heartbeats do
     * not begin with the prefix, its history of DDL is the prefix alone, and its transactions are
     * left out by name.
     *
     * @param leftOut topics of changes that are not to be read, nor those of their loads
     */
    public static String topicsRegex(TaskDocument task, Set<String> leftOut) {
        String prefix = topicPrefix(task) + ".";
        StringBuilder not = new StringBuilder("transaction$");
        for (String topic : new TreeSet<>(leftOut)) {
            String name = topic.substring(prefix.length()).replace(".", "\\.");
            not.append('|').append(name).append("(\\.load)?$");
        }
        return topicPrefix(task) + "\\.(?!" + not + ").+";
    }

    public List<ConnectorPlan> plan() {
        return List.of(source(), sink());
    }

    public ConnectorPlan source() {
        Endpoint endpoint = task.source();
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", sourceClass(endpoint.engine()));
        config.put("tasks.max", "1");
        config.put("database.hostname", endpoint.host());
        config.put("database.port", endpoint.port());
        config.put("database.user", endpoint.user());
        config.put("database.password", endpoint.password().value());
        if (!endpoint.database().isEmpty()) {
            config.put("database.dbname", endpoint.database());
        }
        config.put("topic.prefix", topicPrefix(task));
        config.put("migration.type", task.migrationType().toString());
        MappingPlace.put(task, config);
        config.putAll(task.connect().ofSource());
        config.put("task.settings", MappingPlace.settings(task));
        config.put("exactly.once.support", options.exactlyOnce());
        config.put("topic.creation.default.partitions", "1");
        config.put("topic.creation.default.replication.factor", "-1");
        config.put("topic.creation.default.max.message.bytes", LARGEST_RECORD);
        config.put("topic.creation.default.retention.ms", "-1");
        config.put("topic.creation.groups", "load");
        config.put("topic.creation.load.include", ".*\\.load");
        config.put("topic.creation.load.partitions", Integer.toString(writers()));
        config.put("producer.override.max.request.size", LARGEST_RECORD);
        config.put("producer.override.buffer.memory", PRODUCER_BUFFER);
        config.put("producer.override.batch.size", "524288");
        config.put("producer.override.compression.type", "lz4");
        ssl(endpoint).forEach((key, value) -> config.put("debezium." + key, value));
        endpoint.attributes()
                .debezium()
                .forEach((key, value) -> config.put("debezium." + key, value));
        converters(config);
        return new ConnectorPlan(sourceName(task), config);
    }

    public ConnectorPlan sink() {
        Endpoint endpoint = task.target();
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", "io.dmsconnect.rds.RdsSinkConnector");
        config.put("tasks.max", Integer.toString(writers()));
        config.put("topics.regex", topicsRegex(task, options.leftOut()));
        config.put("connection.url", JdbcUrl.of(endpoint));
        config.put("connection.username", endpoint.user());
        config.put("connection.password", endpoint.password().value());
        config.put("task.settings", task.settingsJson());
        config.put("task.identifier", task.id());
        config.putAll(task.connect().ofSink());
        if (!options.offsetsScope().isEmpty()) {
            config.put("offsets.scope", options.offsetsScope());
        }
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.auto.offset.reset", "earliest");
        // a topic of a table that appears later is to be found soon, not after five minutes
        config.put("consumer.override.metadata.max.age.ms", "1000");
        config.put("consumer.override.max.partition.fetch.bytes", "10485760");
        // what a task takes at once, and writes in one transaction
        config.put("consumer.override.fetch.max.bytes", "10485760");
        // a topic has few partitions, a task many topics: not all to the first task
        config.put(
                "consumer.override.partition.assignment.strategy",
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        config.put("consumer.override.max.poll.records", "5000");
        converters(config);
        return new ConnectorPlan(sinkName(task), config);
    }

    /** Tasks that write side by side, one table too while it is loaded. */
    private int writers() {
        return Math.min(MOST_WRITERS, task.settings().fullLoad().maxFullLoadSubTasks());
    }

    private void converters(Map<String, String> config) {
        // sorted: the same task gives the same text
        new TreeMap<>(options.converters().config()).forEach(config::put);
    }

    private static String sourceClass(Engine engine) {
        String in = "io.dmsconnect.source.";
        return switch (engine.sourcePlugin()) {
            case "postgres" -> in + "postgres.PostgreSqlSourceConnector";
            case "mysql" -> in + "mysql.MySqlSourceConnector";
            case "mariadb" -> in + "mariadb.MariaDbSourceConnector";
            default -> throw new IllegalArgumentException(engine.sourcePlugin());
        };
    }

    private static Map<String, String> ssl(Endpoint endpoint) {
        SslMode mode = endpoint.sslMode();
        if (mode == SslMode.UNSPECIFIED) {
            return Map.of();
        }
        return switch (endpoint.engine().sourcePlugin()) {
            case "postgres" ->
                    Map.of("database.sslmode", mode == SslMode.NONE ? "disable" : mode.toString());
            case "mysql" ->
                    Map.of(
                            "database.ssl.mode",
                            switch (mode) {
                                case UNSPECIFIED, NONE -> "disabled";
                                case REQUIRE -> "required";
                                case VERIFY_CA -> "verify_ca";
                                case VERIFY_FULL -> "verify_identity";
                            });
            default ->
                    Map.of(
                            "database.ssl.mode",
                            switch (mode) {
                                case UNSPECIFIED, NONE -> "disable";
                                case REQUIRE -> "trust";
                                case VERIFY_CA -> "verify-ca";
                                case VERIFY_FULL -> "verify-full";
                            });
        };
    }
}
