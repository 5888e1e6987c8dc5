// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks values of MariaDB's COMPRESSED columns. A value that is not empty begins with a byte: the
 * method in its upper half (0: as it is, 8: zlib); in the lower half whether zlib's own header is
 * missing (8), and in how many bytes the length comes that follows.
 */
final class CompressedColumns {
    private static final int ZLIB = 8;
    private static final int RAW = 8;

    private CompressedColumns() {}

    /**
     * @param compressed places of the compressed columns, by the table's number
     */
    static void unpack(Event event, Map<Long, BitSet> compressed) throws IOException {
        EventData data = event.getData();
        if (compressed.isEmpty()) {
            return;
        }
        if (data instanceof WriteRowsEventData rows) {
            BitSet places = compressed.get(rows.getTableId());
            for (Serializable[] row : rows.getRows()) {
                unpack(row, places, rows.getIncludedColumns());
            }
        } else if (data instanceof DeleteRowsEventData rows) {
            BitSet places = compressed.get(rows.getTableId());
            for (Serializable[] row : rows.getRows()) {
                unpack(row, places, rows.getIncludedColumns());
            }
        } else if (data instanceof UpdateRowsEventData rows) {
            BitSet places = compressed.get(rows.getTableId());
            for (Map.Entry<Serializable[], Serializable[]> row : rows.getRows()) {
                unpack(row.getKey(), places, rows.getIncludedColumnsBeforeUpdate());
                unpack(row.getValue(), places, rows.getIncludedColumns());
            }
        }
    }

    private static void unpack(Serializable[] row, BitSet places, BitSet included)
            throws IOException {
        if (places == null) {
            return;
        }
        int at = 0;
        for (int i = included.nextSetBit(0); i >= 0; i = included.nextSetBit(i + 1)) {
            if (places.get(i) && row[at] instanceof byte[] value) {
                row[at] = unpacked(value);
            }
            at++;
        }
    }

    static byte[] unpacked(byte[] value) throws IOException {
        if (value.length == 0) {
            return value;
        }
        int method = (value[0] & 0xF0) >> 4;
        if (method == 0) {
            return Arrays.copyOfRange(value, 1, value.length);
        }
        int lengthBytes = value[0] & 0x07;
        if (method != ZLIB || value.length < 1 + lengthBytes) {
            throw new IOException("a compressed value of an unknown form");
        }
        int length = 0;
        for (int i = 1; i <= lengthBytes; i++) {
            length = length << 8 | value[i] & 0xFF;
        }
        Inflater inflater = new Inflater((value[0] & RAW) != 0);
        try {
            inflater.setInput(value, 1 + lengthBytes, value.length - 1 - lengthBytes);
            byte[] unpacked = new byte[length];
            int at = 0;
            while (at < length) {
                int more = inflater.inflate(unpacked, at, length - at);
                if (more == 0) {
                    throw new IOException("a compressed value ends too early");
                }
                at += more;
            }
            return unpacked;
        } catch (DataFormatException e) {
            throw new IOException("a compressed value cannot be unpacked", e);
        } finally {
            inflater.end();
        }
    }
}
