// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.core.settings.MigrationType;
import io.dmsconnect.source.load.LoadState;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has tables loaded again that somebody asks for. What is asked for is stored before anything is
 * done: first each table's next load, then that the request is fulfilled.
 */
final class Reloads {
    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);

    private final Optional<ReloadRequest> request;
    private final MigrationType type;
    private final TaskOffsets offsets;
    private final Marks marks;

    Reloads(DmsSourceConfig config, TaskOffsets offsets, Marks marks) {
        this.request = config.reload();
        this.type = config.migrationType();
        this.offsets = offsets;
        this.marks = marks;
    }

    /**
     * Fulfils a request that is new.
     *
     * @param selected tables of the task
     * @param loads their loads so far; those that were asked for take the place of the former
     * @return tables whose next load was asked for just now
     */
    Set<TableId> ask(Collection<TableId> selected, Map<TableId, LoadState> loads)
            throws InterruptedException {
        Set<TableId> asked = new HashSet<>();
        if (request.isEmpty() || request.get().id().equals(offsets.reloadId().orElse(""))) {
            return asked;
        }
        for (TableId table : request.get().tables()) {
            if (!selected.contains(table)) {
                LOG.warn("Table {} cannot be reloaded: it is none of this task's tables", table);
            } else if (begunOrLeftOut(loads.get(table))) {
                LoadState next = LoadState.again(loads.get(table));
                marks.store(offsets.of(table), next.offset());
                loads.put(table, next);
                asked.add(table);
            }
        }
        marks.store(offsets.reloadPartition(), TaskOffsets.reloadOffset(request.get().id()));
        LOG.info("Reload {} begins: {}", request.get().id(), asked);
        return asked;
    }

    /** What has not begun yet will be loaded anyway. */
    private boolean begunOrLeftOut(LoadState load) {
        return load == null ? !type.loads() : load.attempt() > 0 || load.complete();
    }
}
