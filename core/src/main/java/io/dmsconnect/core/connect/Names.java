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

    /** {@code false} of an optional field whose column may not be null. */
    static final String NULLABLE = "dms.nullable";

    /** {@link io.dmsconnect.core.schema.Column#id()}, where the column has one. */
    static final String COLUMN_ID = "dms.column.id";

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

    /** The text that stands for an absent value in the rows of a record of an earlier version. */
    static final String ABSENT = "dms.absent";

    /**
     * {@code exact} where old rows have what the log has, and nothing that stands in for a value.
     */
    static final String IMAGES = "dms.images";

    /** Header: the load generation a change waits for. */
    static final String GENERATION = "dms.load";

    /** Header: key values of the other half of a key change, as texts. */
    static final String MOVED_KEY = "dms.moved.key";

    /** Header: the REAL values JSON cannot carry, as image, column, text, image, ... */
    static final String NON_FINITE = "dms.non.finite";

    /** Header: columns that an image does not carry, as image, column, image, ... */
    static final String ABSENT_COLUMNS = "dms.absent.columns";

    /** Header of a piece of a large change: the change's id, the piece's number. */
    static final String PIECE = "dms.piece";

    /**
     * Header of a change whose large values went before it in pieces: id, number of pieces, and for
     * each value where it belongs, what it is, how many bytes it has.
     */
    static final String PIECES = "dms.pieces";

    static final String DEBEZIUM_NEW_KEY = "__debezium.newkey";
    static final String DEBEZIUM_OLD_KEY = "__debezium.oldkey";
    static final String DEBEZIUM_ABSENT = "__debezium_unavailable_value";

    private Names() {}
}
