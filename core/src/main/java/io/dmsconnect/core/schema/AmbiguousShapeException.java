// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

import java.util.List;
import java.util.stream.Collectors;

/** Two shapes of a table that do not tell whether columns were renamed, or dropped and added. */
public final class AmbiguousShapeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AmbiguousShapeException(TableId table, List<Column> gone, List<Column> come) {
        super(
                ("the columns %s are gone and %s have come, and nothing says whether they were"
                                + " renamed, or dropped and added: the shape %s was recorded without the"
                                + " columns' ids, by an earlier version or another program")
                        .formatted(names(gone), names(come), table));
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining("', '", "'", "'"));
    }
}
