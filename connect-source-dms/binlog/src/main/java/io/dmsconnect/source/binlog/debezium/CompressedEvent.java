// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * MariaDB's compressed events ({@code log_bin_compress}): the text of a statement, or the rows, as
 * a zlib stream behind its length; all before it is as in the event that is not compressed.
 */
final class CompressedEvent {
    private static final int HEADER = 19;
    private static final int QUERY = 2;
    private static final int QUERY_HEADER = 13;
    private static final int ROWS_HEADER = 8;

    private static final int FIRST = 165;
    private static final int QUERY_COMPRESSED = 165;
    private static final int WRITE_ROWS_V1 = 166;
    private static final int UPDATE_ROWS_V1 = 167;
    private static final int WRITE_ROWS = 169;
    private static final int UPDATE_ROWS = 170;
    private static final int LAST = 171;

    /** The numbers of events that are not compressed. */
    private static final int PLAIN_WRITE_ROWS_V1 = 23;

    private static final int PLAIN_WRITE_ROWS = 30;

    private CompressedEvent() {}

    /**
     * The event as the server would have written it without compression; the same bytes where it is
     * not compressed.
     *
     * @param checksum bytes at the end of each event; those of an unpacked event are zeros
     */
    static byte[] unpack(byte[] event, int checksum) throws IOException {
        int type = LogReader.type(event);
        if (type < FIRST || type > LAST) {
            return event;
        }
        int from = type == QUERY_COMPRESSED ? statement(event) : rows(event, type);
        byte[] plain = inflate(event, from, checksum);
        LogReader.type(plain, plainType(type));
        LogReader.length(plain);
        return plain;
    }

    private static int plainType(int type) {
        if (type == QUERY_COMPRESSED) {
            return QUERY;
        }
        return type < WRITE_ROWS
                ? type - WRITE_ROWS_V1 + PLAIN_WRITE_ROWS_V1
                : type - WRITE_ROWS + PLAIN_WRITE_ROWS;
    }

    /** Where the text of a statement begins. */
    private static int statement(byte[] event) {
        int database = event[HEADER + 8] & 0xFF;
        int variables = unsigned(event, HEADER + 11, 2);
        return HEADER + QUERY_HEADER + variables + database + 1;
    }

    /** Where the first row begins. */
    private static int rows(byte[] event, int type) {
        int at = HEADER + ROWS_HEADER;
        if (type >= WRITE_ROWS) {
            at += unsigned(event, at, 2);
        }
        int columns = event[at++] & 0xFF;
        if (columns == 252) {
            columns = unsigned(event, at, 2);
            at += 2;
        }
        int bitmap = (columns + 7) / 8;
        return at + (type == UPDATE_ROWS_V1 || type == UPDATE_ROWS ? 2 * bitmap : bitmap);
    }

    private static int unsigned(byte[] bytes, int from, int length) {
        int number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | bytes[from + i] & 0xFF;
        }
        return number;
    }

    /** The first byte says by which algorithm, and how many bytes the length behind it has. */
    private static byte[] inflate(byte[] event, int from, int checksum) throws IOException {
        int kind = event[from] & 0xFF;
        if ((kind & 0xF0) != 0x80) {
            throw new IOException("compressed by an algorithm that is not known: " + kind);
        }
        int digits = kind & 7;
        int length = 0;
        for (int i = 1; i <= digits; i++) {
            length = length << 8 | event[from + i] & 0xFF;
        }
        byte[] plain = Arrays.copyOf(event, from + length + checksum);
        Arrays.fill(plain, from, Math.min(plain.length, event.length), (byte) 0);
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(event, from + 1 + digits, event.length - from - 1 - digits);
            int done = 0;
            while (done < length && !inflater.finished()) {
                int some = inflater.inflate(plain, from + done, length - done);
                if (some == 0) {
                    throw new IOException("a compressed event ends too early");
                }
                done += some;
            }
            if (done < length) {
                throw new IOException("a compressed event ends too early");
            }
        } catch (DataFormatException e) {
            throw new IOException("a compressed event is damaged", e);
        } finally {
            inflater.end();
        }
        return plain;
    }
}
