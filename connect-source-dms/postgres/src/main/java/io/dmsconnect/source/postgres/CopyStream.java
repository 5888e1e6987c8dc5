// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** One column of bytes, the values of its rows one behind the other. */
final class CopyStream extends InputStream {
    private static final int PREFIX = "\\\\x".length();

    private final Connection connection;
    private final String query;
    private CopyOut copy;
    private boolean ended;
    private InputStream value = new ByteArrayInputStream(new byte[0]);

    CopyStream(Connection connection, String query) {
        this.connection = connection;
        this.query = query;
    }

    /** The line of a query that has one row, of any columns. */
    byte[] onlyRow() throws SQLException {
        byte[] line = next();
        if (line == null || next() != null) {
            throw new SQLException("the snapshot has lost a row", "40001");
        }
        return line;
    }

    private byte[] next() throws SQLException {
        if (copy == null) {
            copy =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut("COPY (" + query + ") TO STDOUT");
        }
        return copy.readFromCopy();
    }

    private boolean fill() throws IOException {
        while (value.available() == 0) {
            if (ended) {
                return false;
            }
            try {
                byte[] line = next();
                ended = line == null;
                if (line != null) {
                    // a backslash twice, x and hexadecimal digits, a line feed
                    String digits =
                            new String(
                                    line,
                                    PREFIX,
                                    line.length - PREFIX - 1,
                                    StandardCharsets.ISO_8859_1);
                    value = new ByteArrayInputStream(HexFormat.of().parseHex(digits));
                }
            } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return true;
    }

    @Override
    public int read() throws IOException {
        return fill() ? value.read() : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return fill() ? value.read(bytes, offset, length) : -1;
    }

    @Override
    public void close() throws IOException {
        try {
            if (copy != null && copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
