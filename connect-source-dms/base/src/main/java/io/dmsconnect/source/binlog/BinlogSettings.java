// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.ConnectionInfo;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** How Debezium's task is set up for both servers. */
final class BinlogSettings {
    /** Server ids below this are what people give to their servers. */
    private static final long FIRST_ID = 1_000_000;

    private BinlogSettings() {}

    static Map<String, String> of(ConnectionInfo info, Collection<TableId> tables) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", info.topicPrefix());
        settings.put("topic.prefix", info.topicPrefix());
        settings.put("database.hostname", info.host());
        settings.put("database.port", Integer.toString(info.port()));
        settings.put("database.user", info.user());
        settings.put("database.password", info.password() == null ? "" : info.password().value());
        settings.put("database.server.id", Long.toString(serverId(info.topicPrefix())));
        // no database is left out: the log has to tell how tables that come later are made
        settings.put(
                "table.include.list",
                tables.stream().map(BinlogSettings::regex).collect(Collectors.joining(",")));
        settings.put("driver.sessionVariables", "sql_select_limit=" + BinlogConnections.ALL_ROWS);
        settings.put("snapshot.mode", "no_data");
        settings.put("snapshot.locking.mode", "none");
        settings.put("include.schema.changes", "false");
        // the task that makes Debezium's task tries again itself, from the place it had reached
        settings.put("errors.max.retries", "0");
        settings.put("heartbeat.interval.ms", "1000");
        // who is silent for too long is noticed by the reader of the log itself; the server says
        // within 8 s of these that nothing has come: an idle log moves on
        settings.put("connect.keep.alive", "false");
        settings.put("connect.keep.alive.interval.ms", "10000");
        settings.put("poll.interval.ms", "100");
        settings.put("max.queue.size.in.bytes", Integer.toString(64 << 20));
        settings.put("tombstones.on.delete", "false");
        settings.put("skipped.operations", "none");
        settings.put("enable.time.adjuster", "false");
        settings.put("decimal.handling.mode", "string");
        settings.put("bigint.unsigned.handling.mode", "precise");
        settings.put("time.precision.mode", "adaptive_time_microseconds");
        settings.put("binary.handling.mode", "bytes");
        settings.put("event.converting.failure.handling.mode", "fail");
        settings.put("event.deserialization.failure.handling.mode", "fail");
        settings.put("inconsistent.schema.handling.mode", "fail");
        settings.put("event.processing.failure.handling.mode", "fail");
        return settings;
    }

    /** The same task always has the same id; two tasks hardly ever do. */
    private static long serverId(String prefix) {
        CRC32 checksum = new CRC32();
        checksum.update(prefix.getBytes(StandardCharsets.UTF_8));
        return FIRST_ID + checksum.getValue() % (0xFFFFFFFFL - FIRST_ID);
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
