// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.Optional;

/** What is known of the source's tables, so that records get their exact types. */
@FunctionalInterface
public interface Catalogue {
    /**
     * The table as it was when the log wrote a change of this shape: at least its columns, each
     * with its type and its id where the source tells them.
     *
     * @return empty where the table is not known (any more)
     * @throws LostShapeException where the change is to be left out
     */
    Optional<Table> table(TableId id, LoggedShape shape);
}
