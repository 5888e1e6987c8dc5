// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * How a record shows, in the place of a value, that it does not carry the value. Records that this
 * project writes never do: they have null there and name the column in a header ({@link
 * Names#ABSENT_COLUMNS}), since any text could also be a user's.
 */
public abstract class Absence {
    private static final String MARK = "__dms_connect_absent_value__";

    /**
     * The very object that stands for an absent text while a record is on its way from Debezium's
     * task to the mapping of records, in the same process. A user's equal text is another object.
     */
    public static final String TEXT = new StringBuilder(MARK).toString();

    /** The same for bytes. */
    public static final ByteBuffer BYTES =
            ByteBuffer.wrap(MARK.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();

    /** No value is absent. */
    static final Absence NEVER =
            new Absence() {
                @Override
                boolean is(Object value) {
                    return false;
                }
            };

    /** By {@link #TEXT} and {@link #BYTES}. */
    public static final Absence MARKED =
            new Absence() {
                @Override
                boolean is(Object value) {
                    return value == TEXT || value == BYTES;
                }
            };

    private Absence() {}

    /** Is this what stands for an absent value? */
    abstract boolean is(Object value);

    /** By an equal text, as in Debezium's own records. */
    public static Absence text(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        return new Absence() {
            @Override
            boolean is(Object value) {
                if (value instanceof String string) {
                    return string.equals(text);
                }
                if (value instanceof byte[] array) {
                    return bytes.equals(ByteBuffer.wrap(array));
                }
                return value instanceof ByteBuffer buffer && bytes.equals(buffer);
            }
        };
    }

    /**
     * As the envelope says: ours, or one that an earlier version wrote.
     *
     * @param foreign for an envelope that is neither
     */
    static Absence of(Schema envelope, Absence foreign) {
        Map<String, String> parameters = envelope.parameters();
        if (parameters == null || !parameters.containsKey(Names.SHAPE)) {
            return foreign;
        }
        String text = parameters.get(Names.ABSENT);
        return text == null ? NEVER : text(text);
    }
}
