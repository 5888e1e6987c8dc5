// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;

/**
 * How a change travels whose values are too large for one message: the bytes of its large values
 * come first, as records that hold a part of them each, in the same topic, with the same key. The
 * change itself is the last record: empty values stand in the places of the large ones, and a
 * header says which they are. Read here; {@link ChangeCutter} writes it.
 */
public final class ChangePieces {
    static final Schema VALUE_SCHEMA = SchemaBuilder.bytes().name("io.dmsconnect.Piece").build();

    static final String TEXT = "t";
    static final String BYTES = "b";

    private ChangePieces() {}

    /**
     * A record that holds a part of a change's values.
     *
     * @param change which change, unlike any other
     * @param number from 0
     */
    public record Piece(String change, int number, ByteBuffer bytes) {}

    /**
     * What a change says of the pieces that went before it.
     *
     * @param pieces how many
     */
    public record Cut(String change, int pieces, List<Value> values) {
        /** Bytes of all pieces together. */
        public long bytes() {
            return values.stream().mapToLong(Value::bytes).sum();
        }
    }

    /**
     * @param path names of fields, from the envelope to the value
     */
    public record Value(List<String> path, boolean text, int bytes) {}

    /** Null for any other record. */
    public static Piece piece(ConnectRecord<?> record) {
        Header header = record.headers().lastWithName(Names.PIECE);
        if (header == null) {
            return null;
        }
        List<String> texts = HeaderText.texts(header.value());
        return new Piece(texts.get(0), Integer.parseInt(texts.get(1)), bytes(record.value()));
    }

    private static ByteBuffer bytes(Object value) {
        return value instanceof ByteBuffer buffer
                ? buffer.duplicate()
                : ByteBuffer.wrap((byte[]) value);
    }

    /** Null for a record that is whole. */
    public static Cut cut(ConnectRecord<?> record) {
        Header header = record.headers().lastWithName(Names.PIECES);
        if (header == null) {
            return null;
        }
        List<String> texts = HeaderText.texts(header.value());
        List<Value> values = new ArrayList<>();
        for (int i = 2; i + 2 < texts.size(); i += 3) {
            values.add(
                    new Value(
                            HeaderText.texts(texts.get(i)),
                            texts.get(i + 1).equals(TEXT),
                            Integer.parseInt(texts.get(i + 2))));
        }
        return new Cut(texts.get(0), Integer.parseInt(texts.get(1)), values);
    }

    /**
     * Puts a value where it belongs.
     *
     * @param envelope of the record that has the header
     */
    public static void restore(Struct envelope, Value value, byte[] bytes) {
        Struct at = envelope;
        List<String> path = value.path();
        for (String name : path.subList(0, path.size() - 1)) {
            at = at.getStruct(name);
        }
        Field field = at.schema().field(path.get(path.size() - 1));
        at.put(field, value.text() ? new String(bytes, StandardCharsets.UTF_8) : bytes);
    }

    /**
     * @throws DataException for a change in pieces, of which each record alone says nothing
     */
    public static void requireWhole(ConnectRecord<?> record) {
        for (String header : List.of(Names.PIECE, Names.PIECES)) {
            if (record.headers().lastWithName(header) != null) {
                throw new DataException(
                        ("topic %s: a change with very large values comes in pieces, which only the"
                                        + " sink of DMS Connect puts together; give the mappings to the"
                                        + " source connector, or change.value.max.bytes=0 to it")
                                .formatted(record.topic()));
            }
        }
    }
}
