// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What the log says of a table before its rows, without the optional metadata behind it: shapes
 * come from the statements, and the client counts a YEAR among the numbers that have a sign, where
 * the server writes none for it, so that it fails on some tables that have one.
 */
final class TableMaps {
    /** Kind of the event (MySQL's log_event.h, TABLE_MAP_EVENT). */
    static final int TYPE = 19;

    /** The table's number in 6 bytes, flags in 2. */
    private static final int NAMES_AT = 8;

    /** MariaDB's types of compressed columns (its field types), and those of the same form. */
    private static final int BLOB_COMPRESSED = 140;

    private static final int VARCHAR_COMPRESSED = 141;
    private static final int BLOB = 252;
    private static final int VARCHAR = 15;

    private TableMaps() {}

    /**
     * Calls MariaDB's compressed columns by the types the client of the log knows: their bytes are
     * written in the same way.
     *
     * @param event is altered
     * @return the places of these columns, from 0 on; see {@link CompressedColumns}
     */
    static BitSet takeCompressed(byte[] event, int header) throws IOException {
        int at = header + behindNames(event, header);
        ByteArrayInputStream in =
                new ByteArrayInputStream(Arrays.copyOfRange(event, at, event.length));
        int all = in.available();
        int columns = in.readPackedInteger();
        at += all - in.available();
        BitSet compressed = new BitSet();
        for (int i = 0; i < columns; i++) {
            int type = event[at + i] & 0xFF;
            if (type == BLOB_COMPRESSED || type == VARCHAR_COMPRESSED) {
                event[at + i] = (byte) (type == BLOB_COMPRESSED ? BLOB : VARCHAR);
                compressed.set(i);
            }
        }
        return compressed;
    }

    private static int behindNames(byte[] data, int from) {
        int at = NAMES_AT;
        for (int name = 0; name < 2; name++) {
            // its length in a byte, the name, a zero
            at += 1 + (data[from + at] & 0xFF) + 1;
        }
        return at;
    }

    /**
     * @param header bytes of the event's header
     * @param checksum bytes behind the event's data
     */
    static byte[] withoutMetadata(byte[] event, int header, int checksum) throws IOException {
        byte[] data = Arrays.copyOfRange(event, header, event.length - checksum);
        byte[] shorter = Arrays.copyOf(event, header + lengthOfTable(data) + checksum);
        LogReader.length(shorter);
        return shorter;
    }

    private static int lengthOfTable(byte[] data) throws IOException {
        int at = behindNames(data, 0);
        ByteArrayInputStream in =
                new ByteArrayInputStream(Arrays.copyOfRange(data, at, data.length));
        int all = in.available();
        int columns = in.readPackedInteger();
        in.skip(columns);
        int metadata = in.readPackedInteger();
        in.skip(metadata);
        int nulls = (columns + 7) / 8;
        return at + all - in.available() + nulls;
    }
}
