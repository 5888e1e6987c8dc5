// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.connect.LoadBatchWriter;
import io.dmsconnect.core.schema.Column;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of COPY's binary format into a batch. Each message of the protocol holds one row, the first
 * one the format's header before it, the last one its trailer.
 */
final class BinaryRows {
    private static final int SIGNATURE_BYTES = 11;

    private final List<BinaryColumn> columns;
    private final LoadBatchWriter batch;
    private boolean begun;

    BinaryRows(List<Column> columns, LoadBatchWriter batch) {
        this.columns = columns.stream().map(BinaryColumn::of).toList();
        this.batch = batch;
    }

    /** What stands behind SELECT. */
    String select() {
        return columns.stream().map(BinaryColumn::expression).collect(Collectors.joining(", "));
    }

    /** Returns whether the message had a row. */
    boolean add(byte[] message) {
        int at = 0;
        if (!begun) {
            begun = true;
            int extension = int4(message, SIGNATURE_BYTES + 4);
            at = SIGNATURE_BYTES + 8 + extension;
            if (at == message.length) {
                return false;
            }
        }
        int fields = (short) ((message[at] & 0xFF) << 8 | message[at + 1] & 0xFF);
        at += 2;
        if (fields == -1) {
            return false;
        }
        if (fields != columns.size()) {
            throw new IllegalStateException(
                    "%d fields where %d were asked for".formatted(fields, columns.size()));
        }
        for (int i = 0; i < fields; i++) {
            int length = int4(message, at);
            at += 4;
            if (length < 0) {
                batch.addNull();
            } else {
                columns.get(i).reader().add(message, at, length, batch);
                at += length;
            }
        }
        if (at != message.length) {
            throw new IllegalStateException("bytes behind the last field of a row");
        }
        batch.endRow();
        return true;
    }

    static int int4(byte[] from, int at) {
        return (from[at] & 0xFF) << 24
                | (from[at + 1] & 0xFF) << 16
                | (from[at + 2] & 0xFF) << 8
                | from[at + 3] & 0xFF;
    }

    static long int8(byte[] from, int at) {
        return (long) int4(from, at) << 32 | int4(from, at + 4) & 0xFFFFFFFFL;
    }
}
