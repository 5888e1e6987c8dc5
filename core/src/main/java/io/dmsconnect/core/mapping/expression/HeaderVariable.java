// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.schema.TemporalText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The variables an expression may read of a change, as {@code $AR_H_...}. */
public enum HeaderVariable {
    AR_H_STREAM_POSITION,
    AR_H_TIMESTAMP,
    AR_H_COMMIT_TIMESTAMP,
    AR_H_OPERATION,
    AR_H_USER,
    AR_H_CHANGE_SEQ;

    String value(ChangeHeader header) {
        return switch (this) {
            case AR_H_STREAM_POSITION -> header.streamPosition();
            case AR_H_TIMESTAMP -> time(header.timestampMicros());
            case AR_H_COMMIT_TIMESTAMP -> time(header.commitTimestampMicros());
            case AR_H_OPERATION -> header.operation().name();
            case AR_H_USER -> header.user();
            case AR_H_CHANGE_SEQ -> header.changeSequence();
        };
    }

    private static String time(long micros) {
        return TemporalText.format(
                Instant.EPOCH
                        .plus(micros, ChronoUnit.MICROS)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDateTime());
    }
}
