// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.mapping.TableMappings;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.source.SourceEngine;

/**
 * What the load tells of a table beside its rows.
 *
 * @param wanted false where nobody wants to know of secondary objects
 * @param changesFollow true where changes follow the load
 * @param keyComesLast true where the target makes its keys after the rows, so that rows which come
 *     twice are not known for what they are
 */
public record ToldObjects(
        SourceEngine engine,
        TableMappings mappings,
        boolean wanted,
        boolean changesFollow,
        boolean keyComesLast) {

    /** As they are now, with the target's names. */
    SecondaryObjects of(TablePlan table) {
        if (!wanted) {
            return SecondaryObjects.NONE;
        }
        SecondaryObjects objects =
                mappings.planObjects(engine.secondaryObjects(table.source().id()), table);
        return changesFollow && !objects.isEmpty() ? objects.withChanges() : objects;
    }
}
