// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.TableId;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a load whose table was dropped or renamed at the source before the load began: an
 * {@code END} that tells of no segments. Changes that waited for the load are in it, as for any
 * other load; no row of the target's table is touched.
 */
final class GoneTable {
    private static final Logger LOG = LoggerFactory.getLogger(GoneTable.class);

    private GoneTable() {}

    static boolean isEndOfOne(LoadMessage message) {
        return message.type() == LoadMessage.Type.END && message.segment().count() == 0;
    }

    static void end(Applier.Journal journal, LoadMessage.Batch batch) throws SQLException {
        LoadMessage message = batch.message();
        TableId table = message.table().id();
        journal.announce(message);
        LoadProgress progress = journal.locked(table);
        if (progress == null || progress.voids(message)) {
            return;
        }
        LOG.warn(
                "{} is no longer there at the source: load {} of {} ends without rows. Changes that"
                        + " waited for it are left out, and the target's table stays as it is",
                message.sourceTable(),
                message.generation(),
                table);
        LoadMessage empty = withOneSegment(message);
        journal.begin(empty, batch.origin(), message.position(), progress.shape(), false);
        journal.segment(empty, new SegmentProgress(message.attempt(), true, false, 0, 0));
        journal.ended(empty);
    }

    private static LoadMessage withOneSegment(LoadMessage message) {
        return new LoadMessage(
                message.type(),
                message.table(),
                message.sourceTable(),
                message.generation(),
                message.attempt(),
                message.position(),
                0,
                0,
                0,
                LoadMessage.Segment.only(message.attempt()));
    }
}
