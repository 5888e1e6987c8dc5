// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.DataType;
import java.util.List;
import java.util.Optional;

/**
 * What a change record itself says of its table's shape.
 *
 * @param columns names, in the order of the log
 * @param types of the same columns, where the record tells them exactly
 * @param position of the change, in the form of {@link io.dmsconnect.core.event.LoadPosition};
 *     empty where there is none
 */
public record LoggedShape(List<String> columns, List<Optional<DataType>> types, String position) {
    public LoggedShape {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
    }
}
