// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.settings.SettingsException;
import io.dmsconnect.core.settings.TaskSettings;
import io.dmsconnect.rds.apply.TypeMismatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** All keys of the sink. */
record RdsSinkConfig(
        ConnectionSettings connection,
        TaskSettings settings,
        String task,
        String scope,
        TypeMismatch.Allowed mismatches,
        Optional<String> number) {
    static final String SETTINGS = "task.settings";
    static final String TASK = "task.identifier";
    static final String SCOPE = "offsets.scope";

    /** Of one of the connector's tasks; the connector says it, not the user. */
    static final String NUMBER = "dms.task.number";

    static final String MISMATCH = "target.type.mismatch";
    static final String MISMATCH_TABLES = "target.type.mismatch.tables";
    private static final String REFUSE = "refuse";
    private static final String ALLOW = "allow";
    private static final String GROUP = "Task";

    static ConfigDef define() {
        return ConnectionSettings.define(new ConfigDef())
                .define(
                        SETTINGS,
                        Type.STRING,
                        "",
                        RdsSinkConfig::checkSettings,
                        Importance.MEDIUM,
                        "AWS DMS task settings, JSON as AWS takes it; what is missing has AWS's default.",
                        GROUP,
                        1,
                        Width.LONG,
                        "Task settings")
                .define(
                        TASK,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "Name of the task in the target's control tables (DMS: replication task"
                                + " identifier). Empty: the connector's name. Tasks that share a target need"
                                + " different names.",
                        GROUP,
                        2,
                        Width.MEDIUM,
                        "Task identifier")
                .define(
                        SCOPE,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Which Kafka cluster the offsets stored in the target belong to, such as its"
                                + " cluster id. Set another value when the topics have been made anew, so that"
                                + " offsets of the old ones are not mistaken for theirs.",
                        GROUP,
                        3,
                        Width.MEDIUM,
                        "Scope of offsets")
                .define(
                        MISMATCH,
                        Type.STRING,
                        REFUSE,
                        ConfigDef.ValidString.in(REFUSE, ALLOW),
                        Importance.MEDIUM,
                        "What to do with a table of the target that was there before the task, or that"
                                + " somebody has altered, and has a column without room for the source's"
                                + " type: fewer digits, a shorter text, no fractions of seconds, another"
                                + " character set. refuse stops the table before rows are written and names"
                                + " column and types. allow writes; the server may then round or cut.",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Columns without room")
                .define(
                        MISMATCH_TABLES,
                        Type.LIST,
                        List.of(),
                        Importance.LOW,
                        "Tables of the target, as schema.table, for which "
                                + MISMATCH
                                + " is allow.",
                        GROUP,
                        5,
                        Width.LONG,
                        "Tables that may lack room");
    }

    private static void checkSettings(String name, Object value) {
        try {
            TaskSettings.parse((String) value);
        } catch (SettingsException e) {
            throw new ConfigException(name + ": " + e.getMessage());
        }
    }

    static RdsSinkConfig from(Map<String, String> properties) {
        AbstractConfig config = new AbstractConfig(define(), properties, false);
        String task = config.getString(TASK);
        return new RdsSinkConfig(
                ConnectionSettings.from(config),
                TaskSettings.parse(config.getString(SETTINGS)),
                task.isEmpty() ? properties.getOrDefault("name", "dms-connect") : task,
                config.getString(SCOPE),
                new TypeMismatch.Allowed(
                        config.getString(MISMATCH).equals(ALLOW),
                        Set.copyOf(config.getList(MISMATCH_TABLES))),
                Optional.ofNullable(properties.get(NUMBER)));
    }
}
