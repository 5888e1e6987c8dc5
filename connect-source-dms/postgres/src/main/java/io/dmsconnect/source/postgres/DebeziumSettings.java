// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.connector.postgresql.PostgresConnector;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.ConnectionInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How Debezium's task is set up: it follows the log, and makes nothing on the server. */
final class DebeziumSettings {
    private DebeziumSettings() {}

    /**
     * @param limits settings of the server that end sessions or statements after a time
     * @param keys key columns of tables whose rows are identified by an index that is not the
     *     primary key's
     */
    static Map<String, String> of(
            ConnectionInfo info,
            LogNames names,
            Collection<TableId> tables,
            Map<TableId, String> keys,
            Collection<String> limits) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", info.topicPrefix());
        settings.put("connector.class", PostgresConnector.class.getName());
        settings.put("topic.prefix", info.topicPrefix());
        settings.put("database.hostname", info.host());
        settings.put("database.port", Integer.toString(info.port()));
        settings.put("database.user", info.user());
        settings.put("database.password", info.password() == null ? "" : info.password().value());
        settings.put("database.dbname", info.database());
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", names.slot());
        settings.put("slot.drop.on.stop", "false");
        // the task that makes Debezium's task tries again itself, from the place it had reached
        settings.put("slot.max.retries", "0");
        settings.put("errors.max.retries", "0");
        settings.put("publication.name", String.join(",", names.publications()));
        settings.put("publication.autocreate.mode", "disabled");
        settings.put("snapshot.mode", "no_data");
        settings.put("table.include.list", regexes(tables));
        if (!keys.isEmpty()) {
            settings.put(
                    "message.key.columns",
                    keys.entrySet().stream()
                            .map(key -> regex(key.getKey()) + ":" + key.getValue())
                            .collect(Collectors.joining(";")));
        }
        // what the role's settings say is meant for applications
        settings.put(
                "driver.options",
                limits.stream().map(name -> "-c " + name + "=0").collect(Collectors.joining(" ")));
        // a machine that was suspended, or a server that is slow: the next flush will do
        settings.put("lsn.flush.timeout.action", "warn");
        settings.put("heartbeat.interval.ms", "1000");
        // lets go of the log that only other tables have written
        settings.put("lsn.flush.mode", "connector_and_driver");
        // the slot is then ahead of the last change, and that slot is the one we made
        settings.put("offset.mismatch.strategy", "trust_slot");
        settings.put("poll.interval.ms", "100");
        settings.put("max.queue.size.in.bytes", Integer.toString(64 << 20));
        settings.put("tombstones.on.delete", "false");
        settings.put("skipped.operations", "none");
        settings.put("include.unknown.datatypes", "true");
        settings.put("binary.handling.mode", "bytes");
        settings.put("decimal.handling.mode", "string");
        settings.put("interval.handling.mode", "string");
        settings.put("hstore.handling.mode", "json");
        // a null in the place of a value that a converter does not take would be another value
        settings.put("event.converting.failure.handling.mode", "fail");
        settings.put("event.processing.failure.handling.mode", "fail");
        settings.put("converters", "exact");
        settings.put("exact.type", ExactTextConverter.class.getName());
        settings.putAll(info.debezium());
        // where the slot is gone Debezium makes another one in silence, which lacks the changes
        // between; with a time limit that the driver refuses it fails before it asks the server
        settings.put("internal.create.slot.command.timeout", "-1");
        return settings;
    }

    private static String regexes(Collection<TableId> tables) {
        return tables.stream().map(DebeziumSettings::regex).collect(Collectors.joining(","));
    }

    /** Matches this name only; without any character that a list or a regex understands. */
    static String regex(TableId table) {
        return escape(table.schema()) + "\\." + escape(table.name());
    }

    private static String escape(String name) {
        StringBuilder escaped = new StringBuilder();
        name.codePoints()
                .forEach(
                        c -> {
                            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '_');
                            if (plain) {
                                escaped.append((char) c);
                            } else {
                                escaped.append("\\x{").append(Integer.toHexString(c)).append('}');
                            }
                        });
        return escaped.toString();
    }
}
