// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.Optional;
import java.util.Set;

/** What is known of the source's tables, so that records get their exact types. */
@FunctionalInterface
public interface Catalogue {
    /**
     * The table, with at least these columns where the source still has them. A catalogue that
     * knows an older shape reads the source again.
     *
     * @return empty where the table is not known (any more)
     */
    Optional<Table> table(TableId id, Set<String> columns);
}
