// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.binlog.LoggedTable;
import java.util.List;
import java.util.Set;

/**
 * Times with fractions of seconds in the form of MariaDB 5.3, which tables of former versions keep
 * until they are made anew. The log does not say how long such values are: they would be read as
 * others, or as the beginning of the next column.
 */
final class FormerTimes {
    private static final Set<Integer> FORMER =
            Set.of(
                    ColumnType.TIMESTAMP.getCode(),
                    ColumnType.TIME.getCode(),
                    ColumnType.DATETIME.getCode());

    private FormerTimes() {}

    /**
     * @param shape of the table, whose rows come next
     */
    static void refuse(TableMapEventData map, TableId table, LoggedTable shape) {
        List<LoggedTable.LoggedColumnType> columns = shape.columns();
        byte[] types = map.getColumnTypes();
        for (int i = 0; i < Math.min(types.length, columns.size()); i++) {
            if (FORMER.contains(types[i] & 0xFF) && columns.get(i).type().scale() > 0) {
                throw new ReplicationException(
                        FailureKind.TABLE,
                        table.toString(),
                        "the log has the values of column "
                                + columns.get(i).name()
                                + " in the form of MariaDB 5.3, without how long they are, so that they"
                                + " cannot be read. Run ALTER TABLE ... FORCE with"
                                + " mysql56_temporal_format = ON, exclude the table in the mappings and"
                                + " start the task, then include it again");
            }
        }
    }
}
