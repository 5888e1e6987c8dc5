// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.settings.TaskSettings;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.config.types.Password;

/**
 * What an engine needs to know of the connector's configuration.
 *
 * @param database database to connect to; empty is allowed for MySQL and MariaDB
 * @param topicPrefix also names what the engine creates on the server (slot, publication, server
 *     id)
 * @param debezium keys under {@code debezium.}, the prefix removed; they win over the engine's own
 * @param schemas may tables of this schema be selected, now or later?
 */
public record ConnectionInfo(
        String host,
        int port,
        String user,
        Password password,
        String database,
        String topicPrefix,
        TaskSettings settings,
        Map<String, String> debezium,
        Predicate<String> schemas) {
    public ConnectionInfo {
        debezium = Map.copyOf(debezium);
    }
}
