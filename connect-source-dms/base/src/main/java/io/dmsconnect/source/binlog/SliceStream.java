// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import io.dmsconnect.core.failure.ReplicationException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The bytes of a value, a part in memory at a time. The server keeps them in a variable of the
 * session meanwhile: from the table it would read all of the value again for each part.
 */
final class SliceStream extends InputStream {
    private static final String KEPT = "@dms_connect_value";

    private final Connection connection;
    private final String value;
    private final String place;
    private final long bytes;
    private final int size;
    private boolean kept;
    private byte[] slice = {};
    private int read;
    private long next = 1;
    private boolean ended;

    /**
     * @param value SQL of the bytes
     * @param place what stands behind them: FROM and WHERE
     * @param bytes of the value
     * @param size of a slice
     */
    SliceStream(Connection connection, String value, String place, long bytes, int size) {
        this.connection = connection;
        this.value = value;
        this.place = place;
        this.bytes = bytes;
        this.size = size;
    }

    @Override
    public int read() {
        return fill() ? slice[read++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, slice.length - read);
        System.arraycopy(slice, read, to, offset, count);
        read += count;
        return count;
    }

    private boolean fill() {
        if (read < slice.length) {
            return true;
        }
        if (ended) {
            return false;
        }
        slice = new byte[0]; // not beside the next one
        try (Statement statement = connection.createStatement()) {
            if (next == 1) {
                kept = isKept(statement);
            }
            String from = kept ? KEPT : value;
            String behind = kept ? "" : place;
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT SUBSTRING(%s, %d, %d)%s".formatted(from, next, size, behind))) {
                slice = row.next() ? row.getBytes(1) : null;
                if (slice == null) {
                    throw new SQLException(
                            "the server gives no part of a value of %d bytes".formatted(bytes),
                            "22001");
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        read = 0;
        next += slice.length;
        ended = slice.length < size;
        return slice.length > 0;
    }

    /** False where the server does not keep so much. */
    private boolean isKept(Statement statement) throws SQLException {
        statement.execute("SET %s = (SELECT %s%s)".formatted(KEPT, value, place));
        try (ResultSet row = statement.executeQuery("SELECT LENGTH(" + KEPT + ")")) {
            return row.next() && row.getLong(1) == bytes;
        }
    }

    private ReplicationException failure(SQLException cause) {
        return BinlogConnections.failure("reading a large value" + place, cause);
    }

    @Override
    public void close() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET " + KEPT + " = NULL");
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
