// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

/** Names that travel inside records: schema parameters, schema names, headers, Avro properties. */
final class Names {
    /** Schema name of the load lane's values. */
    static final String LOAD_SCHEMA = "io.dmsconnect.LoadMessage";

    /** {@link io.dmsconnect.core.schema.DataType#format()} of a column. */
    static final String TYPE = "dms.type";

    /** A column's name, where the format does not allow it as a field's name. */
    static final String COLUMN = "dms.column";

    /** {@code ["tablespace","index tablespace","unique index"]}, where one of them is said. */
    static final String STORAGE = "dms.storage";

    /** A table's secondary objects, JSON. */
    static final String OBJECTS = "dms.objects";

    /** {@code ["schema","table"]} on the target, on the source. */
    static final String TARGET = "dms.table";

    static final String SOURCE = "dms.source.table";

    /** {@code ["key","columns"]} in order. */
    static final String KEY = "dms.key";

    /** Fingerprint of all parameters: equal text, equal shape. */
    static final String SHAPE = "dms.shape";

    /** The text that stands for an absent value in this record's rows. */
    static final String ABSENT = "dms.absent";

    /** Header: the load generation a change waits for. */
    static final String GENERATION = "dms.load";

    /** Header: key values of the other half of a key change, as texts. */
    static final String MOVED_KEY = "dms.moved.key";

    /** Header: the REAL values JSON cannot carry, as image, column, text, image, ... */
    static final String NON_FINITE = "dms.non.finite";

    /**
     * Header: columns that an image does not carry and whose type has no room to say so, as image,
     * column, image, ...
     */
    static final String ABSENT_COLUMNS = "dms.absent.columns";

    static final String DEBEZIUM_NEW_KEY = "__debezium.newkey";
    static final String DEBEZIUM_OLD_KEY = "__debezium.oldkey";
    static final String DEBEZIUM_ABSENT = "__debezium_unavailable_value";

    private Names() {}
}
