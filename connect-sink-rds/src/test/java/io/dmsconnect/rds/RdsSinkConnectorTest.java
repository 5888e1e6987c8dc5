// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.FreePort;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code PUT /connector-plugins/.../config/validate} shows. */
class RdsSinkConnectorTest {
    private static final String SECRET = "not for any message";

    @BeforeAll
    static void users() {
        PostgreSqlServer.shared()
                .execute(
                        "DROP ROLE IF EXISTS nobody_here",
                        "CREATE ROLE nobody_here LOGIN PASSWORD '" + SECRET + "'");
        MariaDbServer.shared()
                .execute("CREATE OR REPLACE USER nobody_here IDENTIFIED BY '" + SECRET + "'");
    }

    private static Map<String, List<String>> errors(String... config) {
        Map<String, String> map = new HashMap<>();
        map.put("name", "sink");
        for (int i = 0; i < config.length; i += 2) {
            map.put(config[i], config[i + 1]);
        }
        Map<String, List<String>> errors = new HashMap<>();
        for (ConfigValue value : new RdsSinkConnector().validate(map).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        assertThat(errors.toString()).doesNotContain(SECRET);
        return errors;
    }

    @Test
    void isFoundByConnect() {
        assertThat(ServiceLoader.load(SinkConnector.class))
                .hasAtLeastOneElementOfType(RdsSinkConnector.class);
        assertThat(new RdsSinkConnector().version()).isNotBlank();
    }

    @Test
    void everyKeyIsDocumented() {
        assertThat(new RdsSinkConnector().config().configKeys().values())
                .allSatisfy(
                        key -> {
                            assertThat(key.documentation).isNotBlank();
                            assertThat(key.displayName).isNotBlank();
                        });
    }

    @Test
    void acceptsWhatWorks() {
        assertThat(
                        errors(
                                "connection.url", PostgreSqlServer.shared().jdbcUrl(),
                                "connection.user", PostgreSqlServer.shared().user(),
                                "connection.password", PostgreSqlServer.shared().password()))
                .isEmpty();
        assertThat(
                        errors(
                                "connection.url",
                                MariaDbServer.shared()
                                        .jdbcUrl()
                                        .replace("jdbc:mariadb:", "jdbc:mysql:"),
                                "connection.username",
                                MariaDbServer.shared().user(),
                                "connection.password",
                                MariaDbServer.shared().password()))
                .isEmpty();
    }

    @Test
    void namesAUrlItDoesNotKnow() {
        assertThat(errors("connection.url", "jdbc:oracle:thin:@h/x").get("connection.url").get(0))
                .contains("jdbc:postgresql:");
        assertThat(errors()).containsKey("connection.url");
    }

    @Test
    void namesSettingsThatAreWrong() {
        assertThat(
                        errors(
                                        "connection.url", "jdbc:postgresql://127.0.0.1/x",
                                        "task.settings",
                                                "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"MAYBE\"}}")
                                .get("task.settings")
                                .get(0))
                .contains("TargetTablePrepMode")
                .contains("MAYBE");
    }

    @Test
    void saysThatNobodyAnswers() {
        String url = "jdbc:postgresql://127.0.0.1:" + FreePort.find() + "/x";
        assertThat(
                        errors("connection.url", url, "connection.timeout.ms", "1000")
                                .get("connection.url")
                                .get(0))
                .contains("cannot be reached")
                .contains("Check host, port");
    }

    @Test
    void saysThatTheLoginIsRefused() {
        assertThat(
                        errors(
                                        "connection.url",
                                        PostgreSqlServer.shared().jdbcUrl(),
                                        "connection.username",
                                        "postgres",
                                        "connection.password",
                                        SECRET + "!",
                                        "connection.timeout.ms",
                                        "1000")
                                .get("connection.password"))
                .hasSize(1);
        assertThat(
                        errors(
                                        "connection.url",
                                        MariaDbServer.shared().jdbcUrl(),
                                        "connection.username",
                                        "dms",
                                        "connection.password",
                                        SECRET + "!",
                                        "connection.timeout.ms",
                                        "1000")
                                .get("connection.password"))
                .hasSize(1);
    }

    @Test
    void saysWhichPrivilegesAreMissing() {
        assertThat(
                        errors(
                                        "connection.url",
                                        PostgreSqlServer.shared().jdbcUrl(),
                                        "connection.username",
                                        "nobody_here",
                                        "connection.password",
                                        SECRET)
                                .get("connection.username")
                                .get(0))
                .contains("grant");
        assertThat(
                        errors(
                                        "connection.url",
                                        "jdbc:mariadb://127.0.0.1:"
                                                + MariaDbServer.shared().port()
                                                + "/",
                                        "connection.username",
                                        "nobody_here",
                                        "connection.password",
                                        SECRET)
                                .get("connection.username")
                                .get(0))
                .contains("grant");
    }
}
