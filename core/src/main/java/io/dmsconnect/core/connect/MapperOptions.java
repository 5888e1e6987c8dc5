// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.mapping.TableMappings;

/**
 * @param absence how records that are not ours show an absent value
 * @param moves of rows that leave or enter their table's filter
 */
public record MapperOptions(
        TableMappings mappings,
        Catalogue catalogue,
        TopicLayout layout,
        Absence absence,
        FilterMoves moves) {
    MapperOptions with(TableMappings other) {
        return new MapperOptions(other, catalogue, layout, absence, moves);
    }
}
