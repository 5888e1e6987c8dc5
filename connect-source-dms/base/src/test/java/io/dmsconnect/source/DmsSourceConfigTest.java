// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class DmsSourceConfigTest {
    private static final EngineType ENGINE =
            new EngineType(
                    "test",
                    4711,
                    true,
                    info -> {
                        throw new IllegalStateException("connects to nothing");
                    });

    private static final String MAPPINGS =
            """
            {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1",
              "object-locator": {"schema-name": "shop_%", "table-name": "%"},
              "rule-action": "include"}]}
            """;

    private static Map<String, String> least() {
        return new HashMap<>(
                Map.of(
                        "database.hostname", "h",
                        "database.user", "u",
                        "database.dbname", "d",
                        "topic.prefix", "p",
                        "table.mappings", MAPPINGS));
    }

    @Test
    void defaults() {
        DmsSourceConfig config = new DmsSourceConfig(ENGINE, least());
        assertThat(config.connection().port()).isEqualTo(4711);
        assertThat(config.migrationType().toString()).isEqualTo("full-load-and-cdc");
        assertThat(config.loadBatchBytes()).isEqualTo(1 << 20);
        assertThat(config.loadsRows()).isFalse();
        assertThat(config.newTablesMillis()).isEqualTo(10_000);
        assertThat(config.connection().schemas()).accepts("shop_1").rejects("other");
        assertThat(config.settings().fullLoad().maxFullLoadSubTasks()).isEqualTo(8);
        assertThat(config.unknownKeys()).isEmpty();
    }

    @Test
    void everythingGiven() {
        Map<String, String> given = least();
        given.put("database.port", "1");
        given.put("database.password", "secret");
        given.put("migration.type", "cdc");
        given.put("load.batch.bytes", "8192");
        given.put("new.tables.check.interval.ms", "0");
        given.put("load.records", "rows");
        given.put("task.settings", "{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 3}}");
        given.put("debezium.slot.name", "s");
        given.put("debezium.database.sslmode", "require");
        DmsSourceConfig config = new DmsSourceConfig(ENGINE, given);
        assertThat(config.connection().port()).isEqualTo(1);
        assertThat(config.connection().password().value()).isEqualTo("secret");
        assertThat(config.connection().debezium())
                .containsOnly(
                        Map.entry("slot.name", "s"), Map.entry("database.sslmode", "require"));
        assertThat(config.migrationType().loads()).isFalse();
        assertThat(config.loadsRows()).isTrue();
        assertThat(config.newTablesMillis()).isZero();
        assertThat(config.loadBatchBytes()).isEqualTo(8192);
        assertThat(config.settings().fullLoad().maxFullLoadSubTasks()).isEqualTo(3);
        assertThat(config.toString() + config.values()).doesNotContain("secret");
    }

    @Test
    void keysNobodyReadsAreFound() {
        Map<String, String> given = least();
        given.put("tasks.max", "1");
        given.put("value.converter.schemas.enable", "true");
        given.put("producer.override.max.request.size", "1");
        given.put("table.mapping", "{}");
        assertThat(new DmsSourceConfig(ENGINE, given).unknownKeys())
                .containsExactly("table.mapping");
    }

    @Test
    void wrongValuesAreRefused() {
        for (Map.Entry<String, String> wrong :
                Map.of(
                                "topic.prefix", "a b",
                                "migration.type", "all",
                                "load.records", "row",
                                "database.port", "0",
                                "load.batch.bytes", "1")
                        .entrySet()) {
            Map<String, String> given = least();
            given.put(wrong.getKey(), wrong.getValue());
            assertThatThrownBy(() -> new DmsSourceConfig(ENGINE, given))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(wrong.getKey());
        }
    }

    @Test
    void everyKeyIsDocumented() {
        for (ConfigDef.ConfigKey key : DmsSourceConfig.define(ENGINE).configKeys().values()) {
            assertThat(key.documentation).as(key.name).isNotBlank();
            assertThat(key.group).as(key.name).isNotBlank();
            assertThat(key.displayName).as(key.name).isNotBlank();
        }
    }
}
