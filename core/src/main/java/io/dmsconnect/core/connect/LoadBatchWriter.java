// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Storage;
import io.dmsconnect.core.schema.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;

/**
 * Collects the rows of one load batch. Add until it is full by rows or bytes, then finish; the
 * writer is then empty and takes the next batch. Not thread-safe.
 */
public final class LoadBatchWriter implements RowWriter {
    private final Schema schema;
    private final AvroColumn[] columns;
    private final AvroBytes rows = new AvroBytes();
    private int[] ends = new int[1024];
    private int count;

    public LoadBatchWriter(Table table) {
        this.schema = LoadCodec.schema(table);
        this.columns = table.columns().stream().map(AvroColumn::new).toArray(AvroColumn[]::new);
    }

    /**
     * @param row values in the order of the table's columns, in the Java classes of their kinds
     */
    public void add(Object[] row) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].write(rows, row[i]);
        }
        endRow();
    }

    @Override
    public void addNull() {
        rows.addNull();
    }

    @Override
    public void addFlag(boolean value) {
        rows.addFlag(value);
    }

    @Override
    public void addNumber(long value) {
        rows.addNumber(value);
    }

    @Override
    public void addReal4(float value) {
        rows.addReal4(value);
    }

    @Override
    public void addReal8(double value) {
        rows.addReal8(value);
    }

    @Override
    public void addBytes(byte[] from, int offset, int length) {
        rows.addBytes(from, offset, length);
    }

    @Override
    public void addSpecial(String text) {
        rows.addSpecial(text);
    }

    @Override
    public void addValue(int column, Object value) {
        columns[column].write(rows, value);
    }

    /** A value as another row has it, of a column of the same type. */
    void addEncoded(AvroBytes from, int start, int end) {
        rows.copy(from, start, end);
    }

    @Override
    public void endRow() {
        if (count == ends.length) {
            ends = java.util.Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = rows.size();
    }

    /** Takes the last row out again: its bytes, as {@link LargeRowCodec} writes them. */
    public byte[] takeLast() {
        int start = count == 1 ? 0 : ends[count - 2];
        ByteBuffer part = rows.part(start, ends[count - 1]);
        byte[] row = new byte[part.remaining()];
        part.get(row);
        count--;
        rows.truncate(start);
        return row;
    }

    /** A row that was taken out of another batch of this table. */
    public void addTaken(byte[] row) {
        rows.raw(row);
        endRow();
    }

    public int rows() {
        return count;
    }

    public int bytes() {
        return rows.size();
    }

    /** The message with the rows added since the last call. */
    public byte[] finish(LoadMessage message) {
        return finish(message, null);
    }

    /** A message of type PIECE; takes no rows. */
    static byte[] piece(LoadMessage message, LoadMessage.Piece piece) {
        return new LoadBatchWriter(message.table()).finish(message, piece);
    }

    private byte[] finish(LoadMessage message, LoadMessage.Piece piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(rows.size() + 2048);
        try (DataFileWriter<Object> file = new DataFileWriter<>(new NoDatum())) {
            // one block per file; the writer allocates this much
            file.setSyncInterval(Math.max(64, rows.size() + 1));
            file.setMeta(LoadCodec.TYPE, message.type().name());
            file.setMeta(Names.TARGET, LoadCodec.tableId(message.table().id()));
            file.setMeta(Names.SOURCE, LoadCodec.tableId(message.sourceTable()));
            file.setMeta(Names.KEY, Json.write(message.table().primaryKey()));
            if (!message.table().storage().equals(Storage.NONE)) {
                file.setMeta(Names.STORAGE, LoadCodec.storage(message.table().storage()));
            }
            file.setMeta(LoadCodec.GENERATION, message.generation());
            file.setMeta(LoadCodec.ATTEMPT, message.attempt());
            file.setMeta(LoadCodec.POSITION, message.position());
            file.setMeta(LoadCodec.ESTIMATED, message.estimatedRows());
            file.setMeta(
                    LoadCodec.ROWS,
                    message.type() == LoadMessage.Type.ROWS ? count : message.rows());
            if (message.filtered() > 0) {
                file.setMeta(LoadCodec.FILTERED, message.filtered());
            }
            LoadMessage.Segment segment = message.segment();
            file.setMeta(LoadCodec.SEGMENT, segment.number());
            file.setMeta(LoadCodec.SEGMENTS, segment.count());
            file.setMeta(LoadCodec.SEGMENT_ATTEMPT, segment.attempt());
            if (segment.kept() > 0) {
                file.setMeta(LoadCodec.KEPT, segment.kept());
            }
            if (!message.objects().isEmpty()) {
                file.setMeta(Names.OBJECTS, ObjectsText.write(message.objects()));
            }
            if (piece != null) {
                byte[] bytes = new byte[piece.bytes().remaining()];
                piece.bytes().duplicate().get(bytes);
                file.setMeta(LoadCodec.PIECE_ROW, piece.row());
                file.setMeta(LoadCodec.PIECE_OFFSET, piece.offset());
                file.setMeta(LoadCodec.PIECE_LAST, Boolean.toString(piece.last()));
                file.setMeta(LoadCodec.PIECE, bytes);
            }
            file.create(schema, out);
            int start = 0;
            for (int i = 0; i < count; i++) {
                file.appendEncoded(rows.part(start, ends[i]));
                start = ends[i];
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows.reset();
        count = 0;
        return out.toByteArray();
    }

    /** The rows are encoded before they reach the file. */
    private static final class NoDatum implements DatumWriter<Object> {
        @Override
        public void setSchema(Schema schema) {}

        @Override
        public void write(Object datum, Encoder out) {
            throw new IllegalStateException("rows are appended encoded");
        }
    }
}
