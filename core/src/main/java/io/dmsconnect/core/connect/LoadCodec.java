// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RawRows;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;

/**
 * The load lane's messages as bytes: an Avro object container file each, so that any Avro tool
 * reads the rows. What else a {@link LoadMessage} says is in the file's metadata, exact types are
 * properties of the fields.
 */
public final class LoadCodec {
    /** Connect schema of the load lane's values. */
    public static final org.apache.kafka.connect.data.Schema VALUE_SCHEMA =
            org.apache.kafka.connect.data.SchemaBuilder.bytes()
                    .name(Names.LOAD_SCHEMA)
                    .version(1)
                    .build();

    static final String TYPE = "dms.message";
    static final String GENERATION = "dms.generation";
    static final String ATTEMPT = "dms.attempt";
    static final String POSITION = "dms.position";
    static final String ESTIMATED = "dms.rows.estimated";
    static final String ROWS = "dms.rows";
    static final String FILTERED = "dms.rows.filtered";
    static final String SEGMENT = "dms.segment";
    static final String SEGMENTS = "dms.segments";
    static final String SEGMENT_ATTEMPT = "dms.segment.attempt";
    static final String PIECE = "dms.piece";
    static final String PIECE_ROW = "dms.piece.row";
    static final String PIECE_OFFSET = "dms.piece.offset";
    static final String PIECE_LAST = "dms.piece.last";
    static final String KEPT = "dms.segment.rows.kept";

    private LoadCodec() {}

    public static boolean isLoadMessage(org.apache.kafka.connect.data.Schema valueSchema) {
        return valueSchema != null && Names.LOAD_SCHEMA.equals(valueSchema.name());
    }

    /** A message without rows: any but ROWS. */
    public static byte[] write(LoadMessage message) {
        return new LoadBatchWriter(message.table()).finish(message);
    }

    static Schema schema(Table table) {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("Row").namespace("io.dmsconnect.load").fields();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            String name = column.name();
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*") || !taken.add(name)) {
                name = "column_" + i;
                taken.add(name);
            }
            fields =
                    fields.name(name)
                            .prop(Names.COLUMN, column.name())
                            .prop(Names.TYPE, column.type().format())
                            .prop(Names.NULLABLE, Boolean.toString(column.nullable()))
                            .prop(Names.COLUMN_ID, Integer.toString(column.id()))
                            .type(new AvroColumn(column).schema())
                            .noDefault();
        }
        return fields.endRecord();
    }

    /**
     * @throws ReplicationException (RECORD) where the bytes are not such a message
     */
    public static LoadMessage.Batch read(byte[] bytes, RecordOrigin origin) {
        try {
            RowReader rows = new RowReader();
            DataFileReader<Object[]> file =
                    new DataFileReader<>(new SeekableByteArrayInput(bytes), rows);
            LoadMessage message =
                    new LoadMessage(
                            LoadMessage.Type.valueOf(file.getMetaString(TYPE)),
                            rows.table(
                                    tableId(file.getMetaString(Names.TARGET)),
                                    Json.texts(file.getMetaString(Names.KEY)),
                                    storage(file.getMetaString(Names.STORAGE))),
                            tableId(file.getMetaString(Names.SOURCE)),
                            file.getMetaLong(GENERATION),
                            file.getMetaLong(ATTEMPT),
                            file.getMetaString(POSITION),
                            file.getMetaLong(ESTIMATED),
                            file.getMetaLong(ROWS),
                            optional(file, FILTERED),
                            new LoadMessage.Segment(
                                    Math.toIntExact(file.getMetaLong(SEGMENT)),
                                    Math.toIntExact(file.getMetaLong(SEGMENTS)),
                                    file.getMetaLong(SEGMENT_ATTEMPT),
                                    optional(file, KEPT)),
                            ObjectsText.read(file.getMetaString(Names.OBJECTS)));
            return new LoadMessage.Batch(
                    message,
                    new Rows(file, origin),
                    () -> raw(bytes, message.table(), origin),
                    piece(message, file),
                    origin);
        } catch (IOException | RuntimeException e) {
            throw damaged(origin, e);
        }
    }

    private static RawRows raw(byte[] bytes, Table table, RecordOrigin origin) {
        try {
            return new AvroRows(
                    new DataFileReader<>(new SeekableByteArrayInput(bytes), new RowReader()),
                    table,
                    e -> damaged(origin, e));
        } catch (IOException | RuntimeException e) {
            throw damaged(origin, e);
        }
    }

    private static LoadMessage.Piece piece(LoadMessage message, DataFileReader<?> file) {
        if (message.type() != LoadMessage.Type.PIECE) {
            return null;
        }
        return new LoadMessage.Piece(
                file.getMetaLong(PIECE_ROW),
                file.getMetaLong(PIECE_OFFSET),
                Boolean.parseBoolean(file.getMetaString(PIECE_LAST)),
                ByteBuffer.wrap(file.getMeta(PIECE)));
    }

    private static long optional(DataFileReader<?> file, String name) {
        return file.getMeta(name) == null ? 0 : file.getMetaLong(name);
    }

    private static ReplicationException damaged(RecordOrigin origin, Exception cause) {
        return new ReplicationException(
                FailureKind.RECORD,
                origin.toString(),
                "not a load batch of DMS Connect, or damaged on the way; reload the table",
                cause);
    }

    static String storage(Storage storage) {
        return Json.write(
                List.of(storage.tablespace(), storage.indexTablespace(), storage.uniqueIndex()));
    }

    /**
     * @param json null for none
     */
    static Storage storage(String json) {
        if (json == null) {
            return Storage.NONE;
        }
        List<String> parts = Json.texts(json);
        return new Storage(parts.get(0), parts.get(1), parts.get(2));
    }

    static String tableId(TableId id) {
        return Json.write(List.of(id.schema(), id.name()));
    }

    static TableId tableId(String json) {
        List<String> parts = Json.texts(json);
        return new TableId(parts.get(0), parts.get(1));
    }

    private static final class RowReader implements DatumReader<Object[]> {
        private List<Column> columns = List.of();
        private AvroColumn[] readers = {};

        @Override
        public void setSchema(Schema schema) {
            columns = new ArrayList<>();
            for (Schema.Field field : schema.getFields()) {
                columns.add(
                        new Column(
                                field.getProp(Names.COLUMN),
                                DataType.parse(field.getProp(Names.TYPE)),
                                Boolean.parseBoolean(field.getProp(Names.NULLABLE)),
                                id(field.getProp(Names.COLUMN_ID))));
            }
            readers = columns.stream().map(AvroColumn::new).toArray(AvroColumn[]::new);
        }

        /** Batches of an earlier version do not say it. */
        private static int id(String text) {
            return text == null ? Column.NO_ID : Integer.parseInt(text);
        }

        Table table(TableId id, List<String> key, Storage storage) {
            return new Table(id, columns, key, storage);
        }

        @Override
        public Object[] read(Object[] reuse, Decoder in) throws IOException {
            Object[] row = new Object[readers.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = readers[i].read(in);
            }
            return row;
        }
    }

    private record Rows(DataFileReader<Object[]> file, RecordOrigin origin)
            implements Iterator<Object[]> {
        @Override
        public boolean hasNext() {
            try {
                return file.hasNext();
            } catch (RuntimeException e) {
                throw damaged(origin, e);
            }
        }

        @Override
        public Object[] next() {
            try {
                return file.next();
            } catch (RuntimeException e) {
                throw damaged(origin, e);
            }
        }
    }
}
