// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * What Debezium makes of the rows of one table: rows that a load reads get the same schemas as the
 * table's changes have. Used by one thread.
 *
 * @param keySchema null for a table without any kind of key
 * @param key of a row as {@link LoadSnapshot#readLogged} gives it
 * @param envelope schema of the table's changes
 * @param image of such a row
 * @param source what the block {@code source} says, but for the time
 */
public record ChangeForm(
        Schema keySchema,
        Function<Object[], Struct> key,
        Schema envelope,
        Function<Object[], Struct> image,
        Map<String, Object> source) {
    private static final String READ = "r";
    private static final String TRUNCATE = "t";

    public ChangeForm {
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(image, "image");
        source = Map.copyOf(source);
    }

    /** The block {@code source} of rows that are read now. */
    public Struct source(Instant now) {
        Schema schema = envelope.field("source").schema();
        Struct block = new Struct(schema);
        source.forEach(
                (name, value) -> {
                    if (schema.field(name) != null) {
                        block.put(name, value);
                    }
                });
        putTime(block, now);
        return block;
    }

    /** A row that was there when the load read it. */
    public Struct read(Object[] row, Struct block, Instant now) {
        Struct value = new Struct(envelope);
        value.put("op", READ);
        value.put("after", image.apply(row));
        value.put("source", block);
        putTime(value, now);
        return value;
    }

    /** All rows of the table are gone: those that follow take their place. */
    public Struct truncation(Instant now) {
        Struct value = new Struct(envelope);
        value.put("op", TRUNCATE);
        value.put("source", source(now));
        putTime(value, now);
        return value;
    }

    private static void putTime(Struct to, Instant now) {
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
        put(to, "ts_ms", now.toEpochMilli());
        put(to, "ts_us", micros);
        put(to, "ts_ns", micros * 1000);
    }

    private static void put(Struct to, String name, long value) {
        Field field = to.schema().field(name);
        if (field != null) {
            to.put(field, value);
        }
    }
}
