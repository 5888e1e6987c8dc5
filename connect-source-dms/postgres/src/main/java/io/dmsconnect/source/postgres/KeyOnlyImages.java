// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.connect.AbsentColumns;
import io.dmsconnect.core.connect.ColumnParameters;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Finds the images of old rows of which the log has the key alone: with replica identity DEFAULT or
 * USING INDEX, PostgreSQL writes nulls in place of all other columns (message formats of the
 * logical replication protocol, the submessage 'K' of a tuple). Debezium does not tell them from
 * whole rows.
 *
 * <p>An old row with a null in a NOT NULL column is one, unless the column has become NOT NULL
 * since: an old row with a value in a nullable column is a whole one, for keys have no such
 * columns. An old row that has nothing but nulls beside its key may also be a whole row (replica
 * identity FULL) whose other columns were all null; since nothing tells the two apart, its other
 * columns count as absent.
 */
final class KeyOnlyImages {
    private static final String BEFORE = "before";

    private KeyOnlyImages() {}

    private static boolean isKey(SourceRecord record, Field field) {
        return record.key() instanceof Struct key && key.schema().field(field.name()) != null;
    }

    /** Says in the record's headers which columns its old row does not carry. */
    static void mark(SourceRecord record) {
        if (!(record.value() instanceof Struct envelope)
                || envelope.schema().field(BEFORE) == null) {
            return;
        }
        Struct before = envelope.getStruct(BEFORE);
        if (before == null) {
            return;
        }
        List<String> nulls = new ArrayList<>();
        boolean certain = false;
        int beside = 0;
        for (Field field : before.schema().fields()) {
            boolean nullable = ColumnParameters.isNullable(field.schema());
            boolean isNull = before.getWithoutDefault(field.name()) == null;
            if (isKey(record, field)) {
                if (isNull && !nullable) {
                    // Debezium takes a unique index for the key where that was dropped since
                    nulls.add(field.name());
                    certain = true;
                }
                continue;
            }
            beside++;
            if (isNull) {
                nulls.add(field.name());
                certain |= !nullable;
            } else if (nullable) {
                return;
            }
        }
        if (certain || record.key() != null && nulls.size() == beside) {
            AbsentColumns.add(record, BEFORE, nulls);
        }
    }
}
