// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/** How the target is reached. */
record ConnectionSettings(
        String url, String user, Password password, int poolSize, long timeoutMillis) {
    static final String URL = "connection.url";
    static final String USERNAME = "connection.username";
    static final String USER = "connection.user";
    static final String PASSWORD = "connection.password";
    static final String POOL_SIZE = "connection.pool.size";
    static final String TIMEOUT = "connection.timeout.ms";
    private static final String GROUP = "Connection";

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        URL,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "JDBC URL of the target: jdbc:postgresql://host:port/database,"
                                + " jdbc:mariadb://host:port/ or jdbc:mysql://host:port/ (MariaDB's driver"
                                + " speaks to both).",
                        GROUP,
                        1,
                        Width.LONG,
                        "JDBC URL")
                .define(
                        USERNAME,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "User of the target.",
                        GROUP,
                        2,
                        Width.MEDIUM,
                        "User")
                .define(
                        USER,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Another name of connection.username, as other JDBC sinks have it.",
                        GROUP,
                        3,
                        Width.MEDIUM,
                        "User (alias)")
                .define(
                        PASSWORD,
                        Type.PASSWORD,
                        "",
                        Importance.HIGH,
                        "Password of that user. Prefer a reference of a config provider to clear text.",
                        GROUP,
                        4,
                        Width.MEDIUM,
                        "Password")
                .define(
                        POOL_SIZE,
                        Type.INT,
                        2,
                        ConfigDef.Range.between(1, 32),
                        Importance.LOW,
                        "Connections each task may hold; two at least: one that writes, and one"
                                + " that makes indexes and keys of loaded tables.",
                        GROUP,
                        5,
                        Width.SHORT,
                        "Pool size")
                .define(
                        TIMEOUT,
                        Type.LONG,
                        10_000L,
                        ConfigDef.Range.atLeast(1000),
                        Importance.LOW,
                        "How long to wait for a connection before the attempt counts as failed.",
                        GROUP,
                        6,
                        Width.SHORT,
                        "Connection timeout");
    }

    static ConnectionSettings from(AbstractConfig config) {
        String user = config.getString(USERNAME);
        return new ConnectionSettings(
                config.getString(URL),
                user.isEmpty() ? config.getString(USER) : user,
                config.getPassword(PASSWORD),
                config.getInt(POOL_SIZE),
                config.getLong(TIMEOUT));
    }

    /** The URL the driver gets, with the options that exactness and speed need. */
    String driverUrl() {
        if (url.startsWith("jdbc:postgresql:")) {
            // untyped parameters: the server's own input functions read every value
            return with(
                    url,
                    "stringtype=unspecified&reWriteBatchedInserts=true&logServerErrorDetail=false"
                            + "&tcpKeepAlive=true&ApplicationName=dms-connect");
        }
        if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
            String mariadb = "jdbc:mariadb:" + url.substring(url.indexOf(':', 5) + 1);
            return with(
                    mariadb,
                    "allowLocalInfile=true&tinyInt1isBit=false&useBulkStmts=false&rewriteBatchedStatements=true&tcpKeepAlive=true");
        }
        throw new ReplicationException(
                FailureKind.CONFIGURATION,
                URL,
                "begins with none of jdbc:postgresql:, jdbc:mariadb:, jdbc:mysql:; other databases"
                        + " are not targets of this sink");
    }

    private static String with(String url, String options) {
        return url + (url.contains("?") ? "&" : "?") + options;
    }
}
