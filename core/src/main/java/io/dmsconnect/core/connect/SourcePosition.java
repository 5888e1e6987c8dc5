// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.schema.TableId;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** What Debezium's {@code source} block says of a change's table and place in the source's log. */
public final class SourcePosition {
    private SourcePosition() {}

    /** In the forms of {@link io.dmsconnect.core.event.LoadPosition}; empty where there is none. */
    public static String of(Struct source) {
        Object transaction = get(source, "txId");
        if (transaction instanceof Long id && get(source, "lsn") != null) {
            return "xid:" + id + ":" + get(source, "lsn");
        }
        Object file = get(source, "file");
        if (file != null && !file.toString().isEmpty()) {
            return "binlog:" + file + ":" + get(source, "pos") + ":" + get(source, "row");
        }
        return "";
    }

    /** Schema is Debezium's schema, or where the engine has none, its database. */
    public static TableId table(Struct source) {
        Object schema = get(source, "schema");
        Object database = get(source, "db");
        return new TableId(
                String.valueOf(schema == null ? database : schema),
                String.valueOf(get(source, "table")));
    }

    private static Object get(Struct source, String name) {
        Field field = source.schema().field(name);
        return field == null ? null : source.get(field);
    }
}
