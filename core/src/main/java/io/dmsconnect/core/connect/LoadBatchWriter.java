// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Collects the rows of one load batch. Add until it is full by rows or bytes, then finish; the
 * writer is then empty and takes the next batch. Not thread-safe.
 */
public final class LoadBatchWriter {
    private final Schema schema;
    private final AvroColumn[] columns;
    private final Buffer rows = new Buffer();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(rows, null);
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
        try {
            for (int i = 0; i < columns.length; i++) {
                columns[i].write(encoder, row[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (count == ends.length) {
            ends = java.util.Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = rows.size();
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

    private static final class Buffer extends ByteArrayOutputStream {
        Buffer() {
            super(1 << 16);
        }

        ByteBuffer part(int from, int to) {
            return ByteBuffer.wrap(buf, from, to - from).slice();
        }
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
