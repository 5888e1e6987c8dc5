// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.TargetTablePrepMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run does with tables whose rules are others than those of the run before. */
final class ChangedRules {
    private static final Logger LOG = LoggerFactory.getLogger(ChangedRules.class);

    private final TaskDocument resolved;

    ChangedRules(TaskDocument resolved) {
        this.resolved = resolved;
    }

    /**
     * Says what has changed.
     *
     * @param changed what has changed, by table
     * @param reloaded tables that somebody wants to be loaded anew anyway
     * @return tables that the run loads anew by itself
     * @throws RunFailedException where that would leave rows on the target that the rules do not
     *     make
     */
    Set<TableId> anew(Map<TableId, List<String>> changed, Set<TableId> reloaded) {
        Set<TableId> anew = new TreeSet<>();
        List<String> refused = new ArrayList<>();
        changed.forEach(
                (table, what) -> {
                    String why =
                            "the table mappings have changed since the last run: "
                                    + String.join("; ", what);
                    if (!resolved.migrationType().loads() && !reloaded.contains(table)) {
                        LOG.warn(
                                "Table {}: {}. The task does not load: rows that the target has stay as"
                                        + " they are (--reload {} loads the table)",
                                table,
                                why,
                                table);
                    } else if (keepsRows() && !reloaded.contains(table)) {
                        refused.add(
                                ("table %s: %s. TargetTablePrepMode is DO_NOTHING, so that loading it anew"
                                                + " would leave its rows of before on the target: empty the"
                                                + " table there, and run again with --reload %s; or"
                                                + " give the table mappings of the last run")
                                        .formatted(table, why, table));
                    } else {
                        LOG.warn("Table {} is loaded anew: {}", table, why);
                        anew.add(table);
                    }
                });
        if (!refused.isEmpty()) {
            throw new RunFailedException(String.join("\n", refused));
        }
        return anew;
    }

    private boolean keepsRows() {
        return resolved.settings().fullLoad().targetTablePrepMode()
                == TargetTablePrepMode.DO_NOTHING;
    }
}
