// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.LargeValue;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * One row as bytes, the same as in a batch, written and read as a stream: its large values are
 * never in memory as a whole.
 */
public final class LargeRowCodec {
    /** Values up to this size are kept in memory when a row is read. */
    static final int INLINE = 1 << 20;

    private static final int NULL = 0;
    private static final int VALUE = 1;
    private static final int CHUNK = 1 << 16;

    private LargeRowCodec() {}

    /** A message of type PIECE. */
    public static byte[] write(LoadMessage message, LoadMessage.Piece piece) {
        return LoadBatchWriter.piece(message, piece);
    }

    /**
     * @param row values in the order of the table's columns; texts and bytes may also be {@link
     *     LargeValue}
     */
    public static void write(Table table, Object[] row, OutputStream out) throws IOException {
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        for (int i = 0; i < row.length; i++) {
            if (row[i] instanceof LargeValue large) {
                encoder.writeIndex(VALUE);
                encoder.writeLong(large.bytes());
                copy(large, encoder, table.columns().get(i));
            } else if (row[i] instanceof String text && text.length() > CHUNK) {
                encoder.writeIndex(VALUE);
                encoder.writeLong(Utf8Size.of(text));
                write(text, encoder);
            } else {
                AvroBytes small = new AvroBytes();
                new AvroColumn(table.columns().get(i)).write(small, row[i]);
                ByteBuffer bytes = small.part(0, small.size());
                encoder.writeFixed(bytes);
            }
        }
        encoder.flush();
    }

    private static void copy(LargeValue large, BinaryEncoder encoder, Column column)
            throws IOException {
        byte[] chunk = new byte[CHUNK];
        long left = large.bytes();
        try (InputStream in = large.open()) {
            int read;
            while ((read = in.read(chunk)) > 0 && read <= left) {
                encoder.writeFixed(chunk, 0, read);
                left -= read;
            }
            if (read > 0 || left > 0) {
                throw new IOException(
                        "the value of column '%s' is not as long as the source said"
                                .formatted(column.name()));
            }
        }
    }

    private static void write(String text, BinaryEncoder encoder) throws IOException {
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + CHUNK);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            byte[] bytes = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
            encoder.writeFixed(bytes, 0, bytes.length);
            from = to;
        }
    }

    /**
     * @param file has the row from its beginning; has to stay open as long as the row is used
     */
    public static Object[] read(Table table, FileChannel file) throws IOException {
        FileRange whole = new FileRange(file, 0, file.size());
        FileRange.Reader in = whole.reader();
        BinaryDecoder decoder = DecoderFactory.get().directBinaryDecoder(in, null);
        List<Column> columns = table.columns();
        Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            Column column = columns.get(i);
            row[i] =
                    isStream(column.type().kind())
                            ? streamed(column, decoder, in, file)
                            : new AvroColumn(column).read(decoder);
        }
        return row;
    }

    private static boolean isStream(DataType.Kind kind) {
        return switch (kind) {
            case STRING, WSTRING, CLOB, NCLOB, BYTES, BLOB -> true;
            default -> false;
        };
    }

    private static Object streamed(
            Column column, BinaryDecoder decoder, FileRange.Reader in, FileChannel file)
            throws IOException {
        if (decoder.readIndex() == NULL) {
            decoder.readNull();
            return null;
        }
        long length = decoder.readLong();
        FileRange value = new FileRange(file, in.position(), length);
        in.skipNBytes(length);
        boolean text =
                column.type().kind() != DataType.Kind.BYTES
                        && column.type().kind() != DataType.Kind.BLOB;
        return length > INLINE ? value : value.whole(text);
    }
}
