// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.UnreplacedReferences;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.mapping.MappingException;
import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.SettingsException;
import io.dmsconnect.core.settings.StopPoint;
import io.dmsconnect.core.settings.TaskSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/** Everything that can be said of a configuration before it runs, each at its key. */
final class SourceValidation {
    private final EngineType engine;

    SourceValidation(EngineType engine) {
        this.engine = engine;
    }

    /**
     * @param config what the definitions alone found, is added to
     */
    void addTo(Config config, Map<String, String> properties) {
        UnreplacedReferences.addTo(config, properties, List.of("database.", "debezium."));
        checkDocuments(config, properties);
        checkStopPoint(config, properties);
        boolean faultless =
                config.configValues().stream().allMatch(value -> value.errorMessages().isEmpty());
        if (!faultless) {
            // half a configuration connects to the wrong place, or not at all
            return;
        }
        DmsSourceConfig parsed = new DmsSourceConfig(engine, properties);
        try (SourceEngine source = engine.open().apply(parsed.connection())) {
            checkSource(config, parsed, source);
        } catch (ReplicationException e) {
            add(config, DmsSourceConfig.HOSTNAME, e.getMessage());
        }
    }

    private static void checkDocuments(Config config, Map<String, String> properties) {
        String mappings = properties.get(DmsSourceConfig.TABLE_MAPPINGS);
        if (mappings != null) {
            try {
                TableMappings.parse(mappings);
            } catch (MappingException e) {
                e.problems().forEach(what -> add(config, DmsSourceConfig.TABLE_MAPPINGS, what));
            }
        }
        try {
            TaskSettings.parse(properties.get(DmsSourceConfig.TASK_SETTINGS));
        } catch (SettingsException e) {
            e.problems().forEach(what -> add(config, DmsSourceConfig.TASK_SETTINGS, what));
        }
    }

    /** It is where no change has been applied yet, which nobody can tell of rows like changes. */
    private static void checkStopPoint(Config config, Map<String, String> properties) {
        if (!DmsSourceConfig.ROWS.equals(properties.get(DmsSourceConfig.LOAD_RECORDS))) {
            return;
        }
        try {
            TaskSettings settings =
                    TaskSettings.parse(properties.get(DmsSourceConfig.TASK_SETTINGS));
            if (settings.fullLoad().stopPoint() != StopPoint.NONE) {
                add(
                        config,
                        DmsSourceConfig.LOAD_RECORDS,
                        "'rows' does not go with StopTaskCachedChangesApplied and"
                                + " StopTaskCachedChangesNotApplied (task settings): rows and changes"
                                + " are in one topic; leave them out, or load in batches");
            }
        } catch (SettingsException e) {
            // said at its own key
        }
    }

    private static void checkSource(Config config, DmsSourceConfig parsed, SourceEngine source) {
        MigrationType type = parsed.migrationType();
        boolean unusable = false;
        for (Finding finding : source.check(type.followsChanges())) {
            if (finding.fatal()) {
                add(config, finding.key(), finding.message());
                unusable = true;
            }
        }
        if (unusable) {
            return;
        }
        TableMappings mappings = parsed.parsedMappings();
        List<TableId> selected = new ArrayList<>(Selection.tables(source.tables(), mappings));
        if (parsed.loadsViews()) {
            selected.addAll(Selection.views(source, mappings));
        }
        if (selected.isEmpty()) {
            if (parsed.settings().errorBehavior().failOnNoTablesCaptured()) {
                add(config, DmsSourceConfig.TABLE_MAPPINGS, Selection.NOTHING_SELECTED);
            }
            return;
        }
        parsed.reload().stream()
                .flatMap(request -> request.tables().stream())
                .filter(table -> !selected.contains(table))
                .forEach(
                        table ->
                                add(
                                        config,
                                        DmsSourceConfig.RELOAD_TABLES,
                                        table
                                                + " is no table of the source that the mappings select"));
        Selection.check(source, selected, type).stream()
                .filter(Finding::fatal)
                .forEach(finding -> add(config, finding.key(), finding.message()));
        try {
            mappings.planAll(
                    source.describe(selected).values().stream()
                            .filter(table -> !table.columns().isEmpty())
                            .toList());
        } catch (ReplicationException e) {
            e.getMessage()
                    .lines()
                    .forEach(what -> add(config, DmsSourceConfig.TABLE_MAPPINGS, what));
        }
    }

    private static void add(Config config, String key, String message) {
        for (ConfigValue value : config.configValues()) {
            if (value.name().equals(key)) {
                value.addErrorMessage(message);
                return;
            }
        }
        ConfigValue value = new ConfigValue(key);
        value.addErrorMessage(message);
        config.configValues().add(value);
    }
}
