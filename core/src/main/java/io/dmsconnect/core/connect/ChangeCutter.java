// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Makes several records of a change that one message cannot carry, see {@link ChangePieces}. A
 * change is cut where a value is larger than readers of JSON take, or where the producer would
 * refuse the whole; every other record passes as it is.
 */
public final class ChangeCutter {
    private static final Map<String, String> NO_OFFSET = Map.of("change", "cut");

    /** Smaller values stay in the change itself. */
    private static final int SMALL = 1000;

    private final Limits limits;
    private final Map<String, ?> partition;

    /**
     * @param value bytes that a value may have as JSON
     * @param change bytes that all values of a change may have as JSON
     * @param piece bytes of a piece
     */
    public record Limits(long value, long change, int piece) {}

    /**
     * @param partition of the pieces' own: how far the source has been read is stored with the last
     *     record only, so that a change that was not sent whole is sent again
     */
    public ChangeCutter(Limits limits, Map<String, ?> partition) {
        this.limits = limits;
        this.partition = partition;
    }

    /** The records in their order, with pieces before those that were cut. */
    public List<SourceRecord> cut(List<SourceRecord> records) {
        List<SourceRecord> all = null;
        for (int i = 0; i < records.size(); i++) {
            SourceRecord record = records.get(i);
            List<Large> large = large(record);
            if (!large.isEmpty() && all == null) {
                all = new ArrayList<>(records.subList(0, i));
            }
            if (!large.isEmpty()) {
                cut(record, large, all);
            } else if (all != null) {
                all.add(record);
            }
        }
        return all == null ? records : all;
    }

    private record Large(List<String> path, Object value) {}

    /** Values that are to travel in pieces; none where the change fits. */
    private List<Large> large(SourceRecord record) {
        if (!(record.value() instanceof Struct envelope)
                || !RecordMapper.isEnvelope(envelope.schema())) {
            return List.of();
        }
        List<Large> large = new ArrayList<>();
        for (String image : List.of("before", "after")) {
            Field field = envelope.schema().field(image);
            if (field != null && envelope.get(field) instanceof Struct row) {
                collect(row, List.of(image), large);
            }
        }
        long most = 0;
        long sum = 0;
        for (Large one : large) {
            long size = jsonSize(one.value());
            most = Math.max(most, size);
            sum += size;
        }
        return most > limits.value() || sum > limits.change() ? large : List.of();
    }

    private static void collect(Struct row, List<String> path, List<Large> large) {
        for (Field field : row.schema().fields()) {
            Object value = row.getWithoutDefault(field.name());
            if (value instanceof Struct inner) {
                collect(inner, with(path, field.name()), large);
            } else if (size(value) > SMALL) {
                large.add(new Large(with(path, field.name()), value));
            }
        }
    }

    private static List<String> with(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    private static int size(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        return value instanceof ByteBuffer bytes ? bytes.remaining() : 0;
    }

    /** Bytes are Base64; some characters of a text are escaped. */
    private static long jsonSize(Object value) {
        if (!(value instanceof String text)) {
            return (size(value) + 2L) / 3 * 4;
        }
        long size = Utf8Size.of(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                size += 5;
            } else if (c == '"' || c == '\\') {
                size++;
            }
        }
        return size;
    }

    private void cut(SourceRecord record, List<Large> large, List<SourceRecord> all) {
        String change = UUID.randomUUID().toString();
        Struct envelope = copy((Struct) record.value());
        List<String> header = new ArrayList<>();
        Pieces pieces = new Pieces(limits.piece());
        for (Large one : large) {
            long before = pieces.total();
            pieces.add(one.value());
            header.add(HeaderText.of(one.path()));
            boolean text = one.value() instanceof String;
            header.add(text ? ChangePieces.TEXT : ChangePieces.BYTES);
            header.add(Long.toString(pieces.total() - before));
            empty(envelope, one.path(), text);
        }
        List<byte[]> done = pieces.finish();
        for (int i = 0; i < done.size(); i++) {
            ConnectHeaders number = new ConnectHeaders();
            number.addString(Names.PIECE, HeaderText.of(List.of(change, Integer.toString(i))));
            all.add(
                    new SourceRecord(
                            partition,
                            NO_OFFSET,
                            record.topic(),
                            record.kafkaPartition(),
                            record.keySchema(),
                            record.key(),
                            ChangePieces.VALUE_SCHEMA,
                            done.get(i),
                            record.timestamp(),
                            number));
        }
        header.add(0, change);
        header.add(1, Integer.toString(done.size()));
        ConnectHeaders headers = new ConnectHeaders(record.headers());
        headers.addString(Names.PIECES, HeaderText.of(header));
        all.add(
                new SourceRecord(
                        record.sourcePartition(),
                        record.sourceOffset(),
                        record.topic(),
                        record.kafkaPartition(),
                        record.keySchema(),
                        record.key(),
                        record.valueSchema(),
                        envelope,
                        record.timestamp(),
                        headers));
    }

    /** What a row does not carry stays absent. */
    private static Struct copy(Struct row) {
        Struct copy = new Struct(row.schema());
        for (Field field : row.schema().fields()) {
            Object value = row.getWithoutDefault(field.name());
            if (value != null) {
                copy.put(field, value instanceof Struct inner ? copy(inner) : value);
            }
        }
        return copy;
    }

    private static void empty(Struct envelope, List<String> path, boolean text) {
        Struct at = envelope;
        for (String name : path.subList(0, path.size() - 1)) {
            at = at.getStruct(name);
        }
        at.put(path.get(path.size() - 1), text ? "" : new byte[0]);
    }

    /** Bytes of many values, cut into parts of one size. */
    private static final class Pieces extends OutputStream {
        private final List<byte[]> full = new ArrayList<>();
        private final int size;
        private byte[] current;
        private int length;
        private long total;

        Pieces(int size) {
            this.size = size;
            this.current = new byte[size];
        }

        long total() {
            return total;
        }

        void add(Object value) {
            try {
                if (value instanceof String text) {
                    Writer writer = new OutputStreamWriter(this, StandardCharsets.UTF_8);
                    writer.write(text);
                    writer.flush();
                } else if (value instanceof byte[] bytes) {
                    write(bytes, 0, bytes.length);
                } else {
                    ByteBuffer bytes = ((ByteBuffer) value).duplicate();
                    while (bytes.hasRemaining()) {
                        write(bytes.get());
                    }
                }
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            int at = offset;
            int left = count;
            while (left > 0) {
                int room = Math.min(left, size - length);
                System.arraycopy(from, at, current, length, room);
                at += room;
                left -= room;
                length += room;
                if (length == size) {
                    full.add(current);
                    current = new byte[size];
                    length = 0;
                }
            }
            total += count;
        }

        List<byte[]> finish() {
            if (length > 0) {
                full.add(Arrays.copyOf(current, length));
            }
            return full;
        }
    }
}
