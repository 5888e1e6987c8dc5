// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.DeleteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.UpdateRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.WriteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/** Reads the events that carry rows, with values as {@link LogValues} has them. */
final class ExactRows {
    private ExactRows() {}

    /** Rows that were inserted. */
    static final class Write extends WriteRowsEventDataDeserializer {
        Write(Map<Long, TableMapEventData> tables) {
            super(tables);
        }

        @Override
        protected Serializable deserializeString(int length, ByteArrayInputStream in)
                throws IOException {
            return LogValues.bytes(length, in);
        }

        @Override
        protected Serializable deserializeVarString(int length, ByteArrayInputStream in)
                throws IOException {
            return LogValues.bytes(length, in);
        }

        @Override
        protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
            return LogValues.date(in);
        }

        @Override
        protected Serializable deserializeDatetime(ByteArrayInputStream in) throws IOException {
            return LogValues.oldDateTime(in);
        }

        @Override
        protected Serializable deserializeDatetimeV2(int digits, ByteArrayInputStream in)
                throws IOException {
            return LogValues.dateTime(digits, in);
        }

        @Override
        protected Serializable deserializeTime(ByteArrayInputStream in) throws IOException {
            return LogValues.oldTime(in);
        }

        @Override
        protected Serializable deserializeTimeV2(int digits, ByteArrayInputStream in)
                throws IOException {
            return LogValues.time(digits, in);
        }

        @Override
        protected Serializable deserializeTimestamp(ByteArrayInputStream in) throws IOException {
            return LogValues.oldTimestamp(in);
        }

        @Override
        protected Serializable deserializeTimestampV2(int digits, ByteArrayInputStream in)
                throws IOException {
            return LogValues.timestamp(digits, in);
        }

        @Override
        protected Serializable deserializeYear(ByteArrayInputStream in) throws IOException {
            return LogValues.year(in);
        }
    }

    /** Rows that were changed. */
    static final class Update extends UpdateRowsEventDataDeserializer {
        Update(Map<Long, TableMapEventData> tables) {
            super(tables);
        }

        @Override
        protected Serializable deserializeString(int length, ByteArrayInputStream in)
                throws IOException {
            return LogValues.bytes(length, in);
        }

        @Override
        protected Serializable deserializeVarString(int length, ByteArrayInputStream in)
                throws IOException {
            return LogValues.bytes(length, in);
        }

        @Override
        protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
            return LogValues.date(in);
        }

        @Override
        protected Serializable deserializeDatetime(ByteArrayInputStream in) throws IOException {
            return LogValues.oldDateTime(in);
        }

        @Override
        protected Serializable deserializeDatetimeV2(int digits, ByteArrayInputStream in)
                throws IOException {
            return LogValues.dateTime(digits, in);
        }

        @Override
        protected Serializable deserializeTime(ByteArrayInputStream in) throws IOException {
            return LogValues.oldTime(in);
        }

        @Override
        protected Serializable deserializeTimeV2(int digits, ByteArrayInputStream in)
                throws IOException {
            return LogValues.time(digits, in);
        }

        @Override
        protected Serializable deserializeTimestamp(ByteArrayInputStream in) throws IOException {
            return LogValues.oldTimestamp(in);
        }

        @Override
        protected Serializable deserializeTimestampV2(int digits, ByteArrayInputStream in)
                throws IOException {
            return LogValues.timestamp(digits, in);
        }

        @Override
        protected Serializable deserializeYear(ByteArrayInputStream in) throws IOException {
            return LogValues.year(in);
        }
    }

    /** Rows that were deleted. */
    static final class Delete extends DeleteRowsEventDataDeserializer {
        Delete(Map<Long, TableMapEventData> tables) {
            super(tables);
        }

        @Override
        protected Serializable deserializeString(int length, ByteArrayInputStream in)
                throws IOException {
            return LogValues.bytes(length, in);
        }

        @Override
        protected Serializable deserializeVarString(int length, ByteArrayInputStream in)
                throws IOException {
            return LogValues.bytes(length, in);
        }

        @Override
        protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
            return LogValues.date(in);
        }

        @Override
        protected Serializable deserializeDatetime(ByteArrayInputStream in) throws IOException {
            return LogValues.oldDateTime(in);
        }

        @Override
        protected Serializable deserializeDatetimeV2(int digits, ByteArrayInputStream in)
                throws IOException {
            return LogValues.dateTime(digits, in);
        }

        @Override
        protected Serializable deserializeTime(ByteArrayInputStream in) throws IOException {
            return LogValues.oldTime(in);
        }

        @Override
        protected Serializable deserializeTimeV2(int digits, ByteArrayInputStream in)
                throws IOException {
            return LogValues.time(digits, in);
        }

        @Override
        protected Serializable deserializeTimestamp(ByteArrayInputStream in) throws IOException {
            return LogValues.oldTimestamp(in);
        }

        @Override
        protected Serializable deserializeTimestampV2(int digits, ByteArrayInputStream in)
                throws IOException {
            return LogValues.timestamp(digits, in);
        }

        @Override
        protected Serializable deserializeYear(ByteArrayInputStream in) throws IOException {
            return LogValues.year(in);
        }
    }
}
