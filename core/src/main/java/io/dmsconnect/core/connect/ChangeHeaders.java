// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.Operation;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** The {@code AR_H_*} values of change records. Not thread-safe. */
final class ChangeHeaders {
    /** A row that was there before the log was followed. */
    private static final String READ = "r";

    private static final DateTimeFormatter SEQUENCE =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSS").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private long count;

    ChangeHeaders(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param operation Debezium's letter
     */
    ChangeHeader of(Struct envelope, String operation) {
        Struct source = envelope.getStruct("source");
        long micros = micros(source);
        if (operation.equals(READ)) {
            return ChangeHeader.ofLoad(micros);
        }
        return new ChangeHeader(
                operation(operation), position(source), micros, micros, "", nextSequence(micros));
    }

    /**
     * @param row without an envelope, perhaps with ExtractNewRecordState's {@code __ts_ms}
     */
    ChangeHeader ofRow(Struct row, String operation) {
        Object millis = get(row, "__source_ts_ms");
        Object other = millis == null ? get(row, "__ts_ms") : millis;
        long micros = (other instanceof Long number ? number : clock.millis()) * 1000;
        return new ChangeHeader(operation(operation), "", micros, micros, "", nextSequence(micros));
    }

    private String nextSequence(long micros) {
        return SEQUENCE.format(Instant.EPOCH.plusMillis(Math.floorDiv(micros, 1000)))
                + "%019d".formatted(++count);
    }

    private static Operation operation(String letter) {
        return switch (letter) {
            case "u" -> Operation.UPDATE;
            case "d" -> Operation.DELETE;
            default -> Operation.INSERT;
        };
    }

    /** The engine's own words for the place in its log. */
    private static String position(Struct source) {
        Object lsn = get(source, "lsn");
        if (lsn instanceof Long number) {
            return "%X/%X".formatted(number >>> 32, number & 0xFFFFFFFFL);
        }
        Object file = get(source, "file");
        return file == null || file.toString().isEmpty() ? "" : file + ":" + get(source, "pos");
    }

    private long micros(Struct source) {
        if (get(source, "ts_us") instanceof Long micros) {
            return micros;
        }
        if (get(source, "ts_ms") instanceof Long millis) {
            return millis * 1000;
        }
        return clock.millis() * 1000;
    }

    private static Object get(Struct source, String name) {
        Field field = source.schema().field(name);
        return field == null ? null : source.get(field);
    }
}
