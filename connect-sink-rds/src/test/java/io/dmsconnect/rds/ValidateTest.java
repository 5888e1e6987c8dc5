// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.FreePort;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code PUT /connector-plugins/.../config/validate} shows, each problem at its key. */
class ValidateTest {
    private static final String SECRET = "s3cret-of-nobody";
    private static final Duration SOON = Duration.ofSeconds(60);

    private static Map<String, String> config(DatabaseServer server) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "sink");
        config.put("connector.class", RdsSinkConnector.class.getName());
        config.put("topics", "t");
        config.put("connection.url", server.jdbcUrl());
        config.put("connection.username", server.user());
        config.put("connection.password", server.password());
        config.put("connection.timeout.ms", "1000");
        return config;
    }

    private static DatabaseServer server(String name) {
        return name.equals("PostgreSQL") ? PostgreSqlServer.shared() : MariaDbServer.shared();
    }

    /** Problems by key; asked for in a time that a person waits. */
    private static Map<String, List<String>> problems(Map<String, String> config) {
        Map<String, List<String>> problems =
                assertTimeout(SOON, () -> new RdsSinkConnector().validate(config))
                        .configValues()
                        .stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
        assertThat(problems.toString()).doesNotContain(SECRET);
        return problems;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB"})
    void nothingIsWrong(String name) {
        assertThat(problems(config(server(name)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB"})
    void theAliasOfTheUser(String name) {
        Map<String, String> config = config(server(name));
        config.put("connection.user", config.remove("connection.username"));
        assertThat(problems(config)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PostgreSQL", "MariaDB"})
    void aWrongPassword(String name) {
        Map<String, String> config = config(server(name));
        config.put("connection.password", SECRET);
        Map<String, List<String>> problems = problems(config);
        assertThat(problems).containsOnlyKeys("connection.password");
        assertThat(problems.get("connection.password").get(0)).contains("password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "mysql"})
    void nobodyListens(String scheme) {
        Map<String, String> config = config(PostgreSqlServer.shared());
        config.put(
                "connection.url",
                "jdbc:%s://127.0.0.1:%d/x?password=%s".formatted(scheme, FreePort.find(), SECRET));
        Map<String, List<String>> problems = problems(config);
        assertThat(problems).containsOnlyKeys("connection.url");
        assertThat(problems.get("connection.url").get(0)).contains("Check host, port and database");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void aHostThatDoesNotExist(String scheme) {
        Map<String, String> config = config(PostgreSqlServer.shared());
        config.put("connection.url", "jdbc:" + scheme + "://no-such-host.invalid:1/x");
        assertThat(problems(config)).containsOnlyKeys("connection.url");
    }

    @Test
    void aDatabaseThatDoesNotExist() {
        Map<String, String> config = config(PostgreSqlServer.shared());
        config.put("connection.url", PostgreSqlServer.shared().jdbcUrl("nowhere"));
        Map<String, List<String>> problems = problems(config);
        assertThat(problems).containsOnlyKeys("connection.url");
        assertThat(problems.get("connection.url").get(0)).contains("nowhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:oracle:thin:@//h:1521/x", "postgres://u:p@h/x", "", "nonsense"})
    void aUrlOfAnotherKind(String url) {
        Map<String, String> config = config(PostgreSqlServer.shared());
        config.put("connection.url", url);
        Map<String, List<String>> problems = problems(config);
        assertThat(problems).containsOnlyKeys("connection.url");
        assertThat(problems.get("connection.url").get(0)).contains("jdbc:postgresql:");
    }

    @Test
    void noUrl() {
        Map<String, String> config = config(PostgreSqlServer.shared());
        config.remove("connection.url");
        assertThat(problems(config)).containsOnlyKeys("connection.url");
    }

    @Test
    void settingsThatAreNoJson() {
        Map<String, String> config = config(PostgreSqlServer.shared());
        config.put("task.settings", "{\"FullLoadSettings\": ");
        Map<String, List<String>> problems = problems(config);
        assertThat(problems).containsOnlyKeys("task.settings");
        assertThat(problems.get("task.settings").get(0)).contains("not valid JSON");
    }

    @Test
    void settingsWithAValueThatDoesNotExist() {
        Map<String, String> config = config(PostgreSqlServer.shared());
        config.put("task.settings", "{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"MAYBE\"}}");
        Map<String, List<String>> problems = problems(config);
        assertThat(problems).containsOnlyKeys("task.settings");
        assertThat(problems.get("task.settings").get(0)).contains("TargetTablePrepMode");
    }

    @Test
    void numbersOutOfRange() {
        Map<String, String> config = config(PostgreSqlServer.shared());
        config.put("connection.pool.size", "0");
        config.put("connection.timeout.ms", "many");
        assertThat(problems(config))
                .containsOnlyKeys("connection.pool.size", "connection.timeout.ms");
    }

    @Test
    void aUserWhoMayNotCreateOnPostgreSql() {
        PostgreSqlServer server = PostgreSqlServer.shared();
        server.execute(
                "DROP ROLE IF EXISTS reader",
                "CREATE ROLE reader LOGIN PASSWORD '" + SECRET + "'",
                "CREATE SCHEMA IF NOT EXISTS nobodys");
        Map<String, String> config = config(server);
        config.put("connection.username", "reader");
        config.put("connection.password", SECRET);
        config.put(
                "task.settings", "{\"ControlTablesSettings\": {\"ControlSchema\": \"nobodys\"}}");
        Map<String, List<String>> problems = problems(config);
        assertThat(problems).containsOnlyKeys("connection.username");
        assertThat(problems.get("connection.username").get(0)).contains("grant", "nobodys");

        server.execute("GRANT USAGE, CREATE ON SCHEMA nobodys TO reader");
        assertThat(problems(config)).isEmpty();
        server.execute("DROP OWNED BY reader", "DROP ROLE reader");
    }

    @Test
    void aUserWhoMayNotCreateOnMariaDb() {
        MariaDbServer server = MariaDbServer.shared();
        server.execute(
                "CREATE OR REPLACE USER reader IDENTIFIED BY '" + SECRET + "'",
                "GRANT SELECT ON *.* TO reader");
        Map<String, String> config = config(server);
        config.put("connection.username", "reader");
        config.put("connection.password", SECRET);
        Map<String, List<String>> problems = problems(config);
        assertThat(problems).containsOnlyKeys("connection.username");
        assertThat(problems.get("connection.username").get(0)).contains("grant CREATE");
        server.execute("GRANT ALL ON *.* TO reader");
        assertThat(problems(config)).isEmpty();
        server.execute("DROP USER reader");
    }

    /** A check leaves nothing behind. */
    @Test
    void nothingIsMade() {
        Map<String, String> config = config(PostgreSqlServer.shared());
        config.put(
                "task.settings", "{\"ControlTablesSettings\": {\"ControlSchema\": \"not_yet\"}}");
        assertThat(problems(config)).isEmpty();
        assertThat(
                        PostgreSqlServer.shared()
                                .query(
                                        "SELECT 1 FROM information_schema.schemata WHERE schema_name = 'not_yet'"))
                .isEmpty();
    }

    @Test
    void theSamplesAreRight() throws IOException {
        Path etc = Path.of("src/main/etc");
        Properties sample = new Properties();
        try (Reader reader = Files.newBufferedReader(etc.resolve("connect-sink-rds.properties"))) {
            sample.load(reader);
        }
        Map<String, String> properties = new HashMap<>();
        sample.forEach((key, value) -> properties.put((String) key, (String) value));
        checkSample(properties);

        JsonNode json = new ObjectMapper().readTree(etc.resolve("connect-sink-rds.json").toFile());
        Map<String, String> fromJson = new HashMap<>();
        json.get("config")
                .fieldNames()
                .forEachRemaining(key -> fromJson.put(key, json.get("config").get(key).asText()));
        fromJson.put("name", json.get("name").asText());
        checkSample(fromJson);
        assertThat(fromJson).isEqualTo(properties);
    }

    private static void checkSample(Map<String, String> sample) throws IOException {
        assertThat(sample).containsEntry("topics.regex", "shop\\..*");
        for (String key : sample.keySet()) {
            if (key.startsWith("connection.")
                    || key.startsWith("task.")
                    || key.startsWith("offsets.")) {
                // tasks.max is Connect's
                if (!key.equals("tasks.max")) {
                    assertThat(RdsSinkConfig.define().names()).contains(key);
                }
            }
        }
        DatabaseServer server = PostgreSqlServer.shared();
        sample = new HashMap<>(sample);
        sample.put("connection.url", server.jdbcUrl());
        sample.put("connection.username", server.user());
        sample.put("connection.password", server.password());
        assertThat(problems(sample)).isEmpty();
    }
}
