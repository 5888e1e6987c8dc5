// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class ConnectionSettingsTest {
    private static ConnectionSettings of(Map<String, String> config) {
        return ConnectionSettings.from(
                new AbstractConfig(ConnectionSettings.define(new ConfigDef()), config, false));
    }

    @Test
    void defaults() {
        assertThat(of(Map.of("connection.url", "jdbc:postgresql://h/d")))
                .isEqualTo(
                        new ConnectionSettings(
                                "jdbc:postgresql://h/d", "", new Password(""), 2, 10_000));
    }

    @Test
    void explicit() {
        assertThat(
                        of(
                                Map.of(
                                        "connection.url", "jdbc:mysql://h/",
                                        "connection.username", "u",
                                        "connection.user", "other",
                                        "connection.password", "p",
                                        "connection.pool.size", "3",
                                        "connection.timeout.ms", "2000")))
                .isEqualTo(
                        new ConnectionSettings("jdbc:mysql://h/", "u", new Password("p"), 3, 2000));
    }

    @Test
    void theAliasOfTheUser() {
        assertThat(of(Map.of("connection.url", "jdbc:mysql://h/", "connection.user", "u")).user())
                .isEqualTo("u");
    }

    @Test
    void oneDriverForMySqlAndMariaDb() {
        assertThat(of(Map.of("connection.url", "jdbc:mysql://h:1/d?x=y")).driverUrl())
                .startsWith("jdbc:mariadb://h:1/d?x=y&");
        assertThat(of(Map.of("connection.url", "jdbc:mariadb://h:1/d")).driverUrl())
                .startsWith("jdbc:mariadb://h:1/d?");
        assertThatThrownBy(() -> of(Map.of("connection.url", "jdbc:h2:mem")).driverUrl())
                .hasMessageContaining("jdbc:postgresql:");
    }
}
