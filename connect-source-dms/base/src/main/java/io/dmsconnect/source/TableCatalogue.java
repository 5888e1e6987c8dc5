// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.Catalogue;
import io.dmsconnect.core.connect.LoggedShape;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The source's tables as changes need them. Asked once per shape of a table's records, it always
 * asks the source. Where the engine cannot tell the shape of that time, columns are found by their
 * names, and one that is dropped by then keeps the type it was last seen with. Not thread-safe.
 */
final class TableCatalogue implements Catalogue {
    private final SourceEngine engine;
    private final Map<TableId, Table> seen = new HashMap<>();

    TableCatalogue(SourceEngine engine, Map<TableId, Table> known) {
        this.engine = engine;
        seen.putAll(known);
    }

    @Override
    public Optional<Table> table(TableId id, LoggedShape shape) {
        return engine.logged(id, shape).or(() -> byNames(id, Set.copyOf(shape.columns())));
    }

    private Optional<Table> byNames(TableId id, Set<String> columns) {
        Table now = engine.describe(List.of(id)).get(id);
        Table before = seen.get(id);
        if (now != null) {
            seen.put(id, before == null ? now : withColumnsOf(now, before));
        }
        return Optional.ofNullable(seen.get(id)).map(all -> recorded(all, now, columns));
    }

    /** Columns of both; where both have one, as it is now. */
    private static Table withColumnsOf(Table now, Table before) {
        List<Column> columns = new ArrayList<>(now.columns());
        for (Column column : before.columns()) {
            if (now.indexOf(column.name()) < 0) {
                columns.add(column);
            }
        }
        return new Table(now.id(), columns, now.primaryKey(), now.storage());
    }

    /** The table of now, and of what it was before only the columns that are asked for. */
    private static Table recorded(Table all, Table now, Set<String> columns) {
        return all.only(
                column ->
                        columns.contains(column.name())
                                || all.isKey(column.name())
                                || (now != null && now.indexOf(column.name()) >= 0));
    }
}
