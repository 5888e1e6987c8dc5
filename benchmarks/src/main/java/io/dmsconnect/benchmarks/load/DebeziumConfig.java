// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** Debezium's connectors, tuned for a snapshot. */
final class DebeziumConfig {
    private static final String PREFIX = "debezium";
    private static final String BATCH = "8192";

    /**
     * Readers, partitions and writers: half of the processors, for the databases and the broker
     * need the others. On two, two of each cost more than one.
     */
    private static final String PARALLEL =
            Integer.toString(
                    Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() / 2)));

    private DebeziumConfig() {}

    static Map<String, String> source(Scene scene, boolean flat) {
        Database database = scene.source();
        Map<String, String> config = new LinkedHashMap<>();
        config.put("tasks.max", "1");
        config.put("topic.prefix", PREFIX);
        config.put("database.hostname", database.server().host());
        config.put("database.port", Integer.toString(database.server().port()));
        config.put("database.user", database.server().user());
        config.put("database.password", database.server().password());
        config.put("table.include.list", scene.shape().table());
        config.put("snapshot.mode", "initial_only");
        config.put("snapshot.max.threads", PARALLEL);
        config.put("snapshot.fetch.size", "10240");
        config.put("max.batch.size", BATCH);
        config.put("max.queue.size", "32768");
        // the queue of long rows is not to take the whole heap
        config.put("max.queue.size.in.bytes", Integer.toString(512 << 20));
        config.put("poll.interval.ms", "50");
        config.put("tombstones.on.delete", "false");
        config.put("producer.override.compression.type", "lz4");
        config.put("producer.override.batch.size", "1048576");
        config.put("producer.override.buffer.memory", "134217728");
        config.put("producer.override.linger.ms", "20");
        config.put("producer.override.max.request.size", "104857600");
        config.put("topic.creation.default.partitions", PARALLEL);
        config.put("topic.creation.default.replication.factor", "-1");
        if (flat) {
            config.put("transforms", "flat");
            config.put("transforms.flat.type", "io.debezium.transforms.ExtractNewRecordState");
        }
        config.putAll(ofTheEngine(scene));
        converters(config);
        return config;
    }

    private static Map<String, String> ofTheEngine(Scene scene) {
        return switch (scene.source().engine()) {
            case "postgres" ->
                    Map.of(
                            "connector.class",
                            "io.debezium.connector.postgresql.PostgresConnector",
                            "database.dbname",
                            scene.source().name(),
                            "plugin.name",
                            "pgoutput",
                            "slot.name",
                            PREFIX,
                            "publication.autocreate.mode",
                            "filtered");
            case "mariadb" ->
                    Map.of(
                            "connector.class",
                            "io.debezium.connector.mariadb.MariaDbConnector",
                            "database.server.id",
                            "5701",
                            "database.include.list",
                            scene.source().name(),
                            "include.schema.changes",
                            "false",
                            "schema.history.internal",
                            "io.debezium.storage.file.history.FileSchemaHistory",
                            "schema.history.internal.file.filename",
                            scene.folder().resolve("history.dat").toString(),
                            // else a boolean arrives as a number, which PostgreSQL refuses
                            "converters",
                            "flags",
                            "flags.type",
                            "io.debezium.connector.binlog.converters.TinyIntOneToBooleanConverter");
            default -> throw new IllegalArgumentException(scene.source().engine());
        };
    }

    static Map<String, String> sink(Scene scene) {
        Database database = scene.target();
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector");
        config.put("tasks.max", PARALLEL);
        config.put("topics", PREFIX + "." + scene.shape().table());
        config.put("collection.name.format", scene.shape().table());
        config.put("connection.username", database.server().user());
        config.put("connection.password", database.server().password());
        config.put("insert.mode", "upsert");
        config.put("primary.key.mode", "record_key");
        config.put("schema.evolution", "none");
        config.put("delete.enabled", "false");
        config.put("batch.size", BATCH);
        config.put("use.reduction.buffer", "true");
        String url = database.server().jdbcUrl(database.name());
        if (database.engine().equals("postgres")) {
            config.put("connection.url", url + "?reWriteBatchedInserts=true");
            config.put("dialect.postgres.unnest.insert.enabled", arrays(scene.shape()));
        } else {
            config.put("connection.url", url + "?useBulkStmts=true");
        }
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.max.poll.records", BATCH);
        config.put("consumer.override.fetch.min.bytes", "1048576");
        config.put("consumer.override.fetch.max.wait.ms", "100");
        config.put("consumer.override.fetch.max.bytes", "104857600");
        config.put("consumer.override.max.partition.fetch.bytes", "26214400");
        config.put("consumer.override.metadata.max.age.ms", "500");
        converters(config);
        return config;
    }

    /** Rows as arrays are faster, but 3.5.0 cannot write moments in microseconds so. */
    private static String arrays(Shape shape) {
        return Boolean.toString(
                shape.columns().stream()
                        .map(Shape.Column::kind)
                        .noneMatch(kind -> kind == Kind.MOMENT || kind == Kind.MOMENT_TZ));
    }

    /** Those of every worker; with schemas, which the sink cannot do without. */
    private static void converters(Map<String, String> config) {
        for (String side : new String[] {"key", "value"}) {
            config.put(side + ".converter", "org.apache.kafka.connect.json.JsonConverter");
            config.put(side + ".converter.schemas.enable", "true");
        }
    }
}
