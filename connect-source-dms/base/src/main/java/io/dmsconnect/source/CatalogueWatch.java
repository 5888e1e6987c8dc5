// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.schema.TableId;
import java.util.Map;

/**
 * Looks, again and again, whether followed tables are still what they were, and sees to it that
 * nothing the engine has made on the server makes a statement of the application fail. Used by one
 * thread.
 */
public interface CatalogueWatch extends AutoCloseable {
    /**
     * Quick, and never waits long for locks.
     *
     * @param known tables as {@link SourceEngine#identities} told them
     * @return those that are no longer so; tables that are gone are left out
     * @throws io.dmsconnect.core.failure.ReplicationException of the kind CONFIGURATION where the
     *     task cannot go on; after any other kind it is called again
     */
    Map<TableId, TableStanding> look(Map<TableId, String> known);

    @Override
    void close();
}
