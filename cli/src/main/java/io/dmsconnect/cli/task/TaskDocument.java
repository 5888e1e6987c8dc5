// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.core.settings.TaskSettings;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One migration.
 *
 * @param id {@code ReplicationTaskIdentifier}
 * @param mappingsJson {@code TableMappings} as the connectors take them
 * @param settingsJson {@code ReplicationTaskSettings}, likewise
 * @param connect what AWS has no name for
 * @param warnings what has no effect or is probably not meant
 */
public record TaskDocument(
        String id,
        MigrationType migrationType,
        Endpoint source,
        Endpoint target,
        String mappingsJson,
        TableMappings mappings,
        String settingsJson,
        TaskSettings settings,
        ConnectKeys connect,
        List<String> warnings) {
    public TaskDocument {
        warnings = List.copyOf(warnings);
    }

    /** The same task with every text of both endpoints changed. */
    public TaskDocument with(UnaryOperator<String> change) {
        return withEndpoints(source.with(change), target.with(change));
    }

    public TaskDocument withEndpoints(Endpoint otherSource, Endpoint otherTarget) {
        return new TaskDocument(
                id,
                migrationType,
                otherSource,
                otherTarget,
                mappingsJson,
                mappings,
                settingsJson,
                settings,
                connect,
                warnings);
    }
}
