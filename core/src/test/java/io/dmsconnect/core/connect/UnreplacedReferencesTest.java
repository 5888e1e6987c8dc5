// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class UnreplacedReferencesTest {
    private static Config check(String key, String value) {
        Config config = new Config(new ArrayList<>(List.of(new ConfigValue("database.password"))));
        UnreplacedReferences.addTo(config, Map.of(key, value), List.of("database."));
        return config;
    }

    private static List<String> errors(String key, String value) {
        return check(key, value).configValues().stream()
                .filter(found -> found.name().equals(key))
                .flatMap(found -> found.errorMessages().stream())
                .toList();
    }

    @Test
    void theProviderThatTheWorkerLacksIsNamed() {
        assertThat(errors("database.password", "${env:SRC_PW}"))
                .singleElement()
                .satisfies(
                        error ->
                                assertThat(error)
                                        .contains("${env:SRC_PW}")
                                        .contains("config.providers.env.class=")
                                        .contains("EnvVarConfigProvider"));
        assertThat(errors("database.hostname", "db.${vault:zone}.example")).hasSize(1);
    }

    @Test
    void otherTextsAreLeftAlone() {
        assertThat(errors("database.password", "a${b:c}")).isEmpty();
        assertThat(errors("database.password", "secret")).isEmpty();
        assertThat(errors("database.hostname", "db")).isEmpty();
        assertThat(errors("table.mappings", "${schema:name}")).isEmpty();
    }
}
