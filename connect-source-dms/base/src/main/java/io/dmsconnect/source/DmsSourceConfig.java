// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.FilterMoves;
import io.dmsconnect.core.connect.MappingConfig;
import io.dmsconnect.core.mapping.LobCuts;
import io.dmsconnect.core.mapping.LobLimits;
import io.dmsconnect.core.mapping.MappingException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.SettingsException;
import io.dmsconnect.core.settings.TargetMetadata;
import io.dmsconnect.core.settings.TaskSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The keys of all source connectors. */
public final class DmsSourceConfig extends AbstractConfig {
    public static final String HOSTNAME = "database.hostname";
    public static final String PORT = "database.port";
    public static final String USER = "database.user";
    public static final String PASSWORD = "database.password";
    public static final String DATABASE = "database.dbname";
    public static final String TOPIC_PREFIX = "topic.prefix";
    public static final String MIGRATION_TYPE = "migration.type";
    public static final String TABLE_MAPPINGS = "table.mappings";
    public static final String TASK_SETTINGS = "task.settings";
    public static final String NEW_TABLES = "new.tables.check.interval.ms";
    public static final String LOAD_RECORDS = "load.records";
    public static final String LOAD_BATCH_BYTES = "load.batch.bytes";
    public static final String LOAD_RECORD_BYTES = "load.record.max.bytes";
    public static final String LOAD_SEGMENT_BYTES = "load.segment.bytes";
    public static final String LOAD_OBJECTS = "load.secondary.objects";
    public static final String CHANGE_VALUE_BYTES = "change.value.max.bytes";
    public static final String RELOAD_TABLES = "reload.tables";
    public static final String DEBEZIUM = "debezium.";

    private static final String BATCHES = "batches";
    static final String ROWS = "rows";
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** What Connect itself reads from a connector's configuration. */
    private static final List<String> CONNECTS_OWN =
            List.of(
                    "name",
                    "connector.class",
                    "connector.plugin.version",
                    "task.class",
                    "tasks.max",
                    "key.converter",
                    "value.converter",
                    "header.converter",
                    "transforms",
                    "predicates",
                    "config.action.reload",
                    "errors.",
                    "topic.creation.",
                    "exactly.once.support",
                    "transaction.boundary",
                    "offsets.storage.topic",
                    "producer.override.",
                    "admin.override.",
                    "consumer.override.");

    private final EngineType engine;

    /**
     * @throws ConfigException where a value is missing or wrong
     */
    public DmsSourceConfig(EngineType engine, Map<String, String> properties) {
        super(define(engine), properties, false);
        this.engine = engine;
    }

    static ConfigDef define(EngineType engine) {
        ConfigDef def = new ConfigDef();
        database(def, engine);
        task(def);
        load(def);
        reload(def);
        largeChanges(def);
        return MappingConfig.define(def);
    }

    private static void database(ConfigDef def, EngineType engine) {
        String group = "Database";
        def.define(
                HOSTNAME,
                Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                new ConfigDef.NonEmptyString(),
                Importance.HIGH,
                "Host name or address of the source database server.",
                group,
                1,
                Width.MEDIUM,
                "Host name");
        def.define(
                PORT,
                Type.INT,
                engine.defaultPort(),
                ConfigDef.Range.between(1, 65535),
                Importance.HIGH,
                "Port of the source database server.",
                group,
                2,
                Width.SHORT,
                "Port");
        def.define(
                USER,
                Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                new ConfigDef.NonEmptyString(),
                Importance.HIGH,
                "User that reads the tables and follows the log.",
                group,
                3,
                Width.MEDIUM,
                "User");
        def.define(
                PASSWORD,
                Type.PASSWORD,
                "",
                Importance.HIGH,
                "Password of the user.",
                group,
                4,
                Width.MEDIUM,
                "Password");
        if (engine.needsDatabase()) {
            def.define(
                    DATABASE,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "Database whose tables are migrated.",
                    group,
                    5,
                    Width.MEDIUM,
                    "Database");
        } else {
            def.define(
                    DATABASE,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Database to connect to. May be left empty; which databases are migrated is up to"
                            + " the table mappings, whose schemas are databases here.",
                    group,
                    5,
                    Width.MEDIUM,
                    "Database");
        }
    }

    private static void task(ConfigDef def) {
        String group = "Migration";
        def.define(
                TOPIC_PREFIX,
                Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                ConfigDef.LambdaValidator.with(
                        (name, value) -> {
                            if (value == null || !PREFIX.matcher(value.toString()).matches()) {
                                throw new ConfigException(
                                        name,
                                        value,
                                        "takes 1 to 100 letters, digits, dots, hyphens and"
                                                + " underscores");
                            }
                        },
                        () -> "letters, digits, '.', '-', '_'; at most 100"),
                Importance.HIGH,
                "What the names of all topics start with. Also names what is created on the server"
                        + " (slot, publication), so that it must be different for each task that reads"
                        + " the same server, and must never change for a task that has begun.",
                group,
                1,
                Width.MEDIUM,
                "Topic prefix");
        def.define(
                MIGRATION_TYPE,
                Type.STRING,
                MigrationType.FULL_LOAD_AND_CDC.toString(),
                ConfigDef.ValidString.in(
                        Arrays.stream(MigrationType.values())
                                .map(MigrationType::toString)
                                .toArray(String[]::new)),
                Importance.HIGH,
                "'full-load' copies the rows there are, 'cdc' follows changes from now on,"
                        + " 'full-load-and-cdc' does both without a gap.",
                group,
                2,
                Width.SHORT,
                "Migration type");
        def.define(
                TABLE_MAPPINGS,
                Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                Importance.HIGH,
                "The AWS DMS table mappings document (JSON) that selects tables and transforms them.",
                group,
                3,
                Width.LONG,
                "Table mappings");
        def.define(
                TASK_SETTINGS,
                Type.STRING,
                "{}",
                Importance.MEDIUM,
                "The AWS DMS task settings document (JSON). What is not given has AWS's default.",
                group,
                4,
                Width.LONG,
                "Task settings");
        def.define(
                NEW_TABLES,
                Type.LONG,
                10_000L,
                ConfigDef.Range.atLeast(0),
                Importance.LOW,
                "How often a task that follows changes looks for tables that have come since and are"
                        + " selected by the mappings. Their rows are loaded, also by a 'cdc' task, since"
                        + " some are older than the moment they are noticed; then their changes follow."
                        + " 0 looks only when the task starts.",
                group,
                5,
                Width.SHORT,
                "New tables check interval (ms)");
    }

    private static void load(ConfigDef def) {
        String group = "Full load";
        def.define(
                LOAD_RECORDS,
                Type.STRING,
                BATCHES,
                ConfigDef.ValidString.in(BATCHES, ROWS),
                Importance.MEDIUM,
                "How the rows of the full load travel: 'batches' writes thousands of rows as one"
                        + " record, an Avro file, to a topic of their own. 'rows' writes each row as a"
                        + " Debezium envelope of operation 'r' to the topic of the table's changes, for"
                        + " consumers that expect Debezium's own. Changes are read when all rows have"
                        + " been written; a load that begins anew writes an envelope of operation 't'"
                        + " (truncate) first.",
                group,
                1,
                Width.SHORT,
                "Load records");
        def.define(
                LOAD_BATCH_BYTES,
                Type.INT,
                1 << 20,
                ConfigDef.Range.between(1 << 12, 1 << 29),
                Importance.LOW,
                "Size at which a batch of rows is sent. A batch also ends after CommitRate rows (task"
                        + " settings), and at load.record.max.bytes.",
                group,
                2,
                Width.SHORT,
                "Load batch bytes");
        def.define(
                LOAD_SEGMENT_BYTES,
                Type.LONG,
                64L << 20,
                ConfigDef.Range.atLeast(1 << 16),
                Importance.LOW,
                "Larger tables are cut into segments of about this size on the source, at most 256 a"
                        + " table, which are read at the same time (MaxFullLoadSubTasks, task settings)"
                        + " and are what is read again after a crash. A parallel-load rule of the table"
                        + " mappings comes before it.",
                group,
                3,
                Width.SHORT,
                "Load segment bytes");
        largeRows(def, group);
        def.define(
                LOAD_OBJECTS,
                Type.BOOLEAN,
                true,
                Importance.MEDIUM,
                "Secondary indexes, unique constraints, foreign keys, defaults, identities and"
                        + " sequences of the source are made on the target when a table's rows are"
                        + " there, before its changes are applied. Only for tables that the task"
                        + " itself has made; what could not be made is listed in the control table"
                        + " awsdms_connect_objects. 'false' leaves them out, as AWS DMS does.",
                group,
                5,
                Width.SHORT,
                "Load secondary objects");
    }

    private static void largeRows(ConfigDef def, String group) {
        def.define(
                LOAD_RECORD_BYTES,
                Type.INT,
                700_000,
                ConfigDef.Range.between(1 << 12, 1 << 29),
                Importance.LOW,
                "How many bytes of rows a record of the load has at most. A larger row, such as one"
                        + " with a large object, is sent in pieces of this size. The default fits"
                        + " Kafka's usual limit of 1 MB a message, also as JSON; more is faster where"
                        + " rows are large and the producer's max.request.size and the broker's"
                        + " message.max.bytes allow it.",
                group,
                4,
                Width.SHORT,
                "Load record max bytes");
    }

    private static void largeChanges(ConfigDef def) {
        def.define(
                CHANGE_VALUE_BYTES,
                Type.LONG,
                19_000_000L,
                ConfigDef.Range.atLeast(0),
                Importance.LOW,
                "How many bytes a value of a change may have as JSON, where bytes are a third longer."
                        + " The large values of a change that has a larger one, or that is larger than"
                        + " the producer.override.max.request.size of this connector, are sent before"
                        + " it in pieces of load.record.max.bytes, which the sink of DMS Connect puts"
                        + " together; other consumers find empty values and the header dms.pieces. The"
                        + " default is what Connect's JSON converter can read. 0 sends every change as"
                        + " one message.",
                "Changes",
                1,
                Width.MEDIUM,
                "Change value max bytes");
    }

    /** No limit where changes are not to be cut. */
    long changeValueBytes() {
        long bytes = getLong(CHANGE_VALUE_BYTES);
        return bytes == 0 ? Long.MAX_VALUE : bytes;
    }

    boolean cutsChanges() {
        return getLong(CHANGE_VALUE_BYTES) > 0;
    }

    private static void reload(ConfigDef def) {
        def.define(
                RELOAD_TABLES,
                Type.STRING,
                "",
                ConfigDef.LambdaValidator.with(
                        DmsSourceConfig::checkReload, () -> "a request for a reload"),
                Importance.LOW,
                "Has tables loaded once more: {\"id\": \"...\", \"tables\": [{\"SchemaName\": \"...\","
                        + " \"TableName\": \"...\"}]}. A request is fulfilled once, when its id is"
                        + " another than that of the request before. './dms reload' sets it.",
                "Full load",
                6,
                Width.LONG,
                "Reload tables");
    }

    private static void checkReload(String name, Object value) {
        try {
            ReloadRequest.parse(value.toString());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, e.getMessage());
        }
    }

    /** Empty where nobody has asked for one yet. */
    Optional<ReloadRequest> reload() {
        return ReloadRequest.parse(getString(RELOAD_TABLES));
    }

    /** Keys that nobody reads: probably misspelt. */
    List<String> unknownKeys() {
        return originals().keySet().stream()
                .filter(key -> !values().containsKey(key) && !key.startsWith(DEBEZIUM))
                .filter(key -> CONNECTS_OWN.stream().noneMatch(key::startsWith))
                .sorted()
                .toList();
    }

    MigrationType migrationType() {
        return MigrationType.parse(getString(MIGRATION_TYPE));
    }

    /**
     * @throws MappingException with all problems
     */
    TableMappings parsedMappings() {
        return parsedMappings(new LobCuts());
    }

    /**
     * @param cuts counts large objects that are cut
     * @throws MappingException with all problems
     */
    TableMappings parsedMappings(LobCuts cuts) {
        TargetMetadata target = settings().targetMetadata();
        return MappingConfig.configured(
                TableMappings.parse(getString(TABLE_MAPPINGS))
                        .withTargetSchema(target.targetSchema())
                        .withLobs(
                                new LobLimits(target.supportLobs(), target.lobLimitKilobytes()),
                                cuts),
                this);
    }

    FilterMoves filterMoves() {
        return MappingConfig.moves(this);
    }

    /**
     * @throws SettingsException with all problems
     */
    TaskSettings settings() {
        return TaskSettings.parse(getString(TASK_SETTINGS));
    }

    String topicPrefix() {
        return getString(TOPIC_PREFIX);
    }

    /** Zero for never. */
    long newTablesMillis() {
        return getLong(NEW_TABLES);
    }

    long segmentBytes() {
        return getLong(LOAD_SEGMENT_BYTES);
    }

    /** Do loaded rows travel in the topics of the changes? */
    boolean loadsRows() {
        return ROWS.equals(getString(LOAD_RECORDS));
    }

    /** Views have no changes, and so no form as such. */
    boolean loadsViews() {
        return !migrationType().followsChanges() && !loadsRows();
    }

    int loadRecordBytes() {
        return getInt(LOAD_RECORD_BYTES);
    }

    boolean secondaryObjects() {
        return getBoolean(LOAD_OBJECTS);
    }

    int loadBatchBytes() {
        return getInt(LOAD_BATCH_BYTES);
    }

    EngineType engine() {
        return engine;
    }

    ConnectionInfo connection() {
        Map<String, String> debezium = new TreeMap<>();
        originalsWithPrefix(DEBEZIUM).forEach((key, value) -> debezium.put(key, value.toString()));
        return new ConnectionInfo(
                getString(HOSTNAME),
                getInt(PORT),
                getString(USER),
                getPassword(PASSWORD),
                getString(DATABASE),
                topicPrefix(),
                settings(),
                debezium,
                parsedMappings()::selectsSchema);
    }
}
