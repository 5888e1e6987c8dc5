// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LargeValue;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.StreamedInsert;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Rows with large values by INSERT, where the dialect says that this is faster. The driver sends
 * each large value by itself, in packets of 16 MB at most, and reads it from its file meanwhile.
 */
final class StreamedRowLoader implements BulkLoader {
    /** More than what a packet has beside its values: the command, types, lengths. */
    private static final int MARGIN = 1 << 16;

    private final Dialect dialect;
    private final StreamedInsert insert;

    private StreamedRowLoader(Dialect dialect, StreamedInsert insert) {
        this.dialect = dialect;
        this.insert = insert;
    }

    /** Empty where the row has no value that asks for it, or is larger than the server takes. */
    static Optional<StreamedRowLoader> of(Dialect dialect, Connection connection, Object[] row)
            throws SQLException {
        Optional<StreamedInsert> insert = dialect.streamedInsert();
        if (insert.isEmpty() || largest(row) < insert.get().from()) {
            return Optional.empty();
        }
        long packet = number(connection, insert.get().largestPacket());
        return fits(row, packet - MARGIN)
                ? Optional.of(new StreamedRowLoader(dialect, insert.get()))
                : Optional.empty();
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static long largest(Object[] row) {
        long largest = 0;
        for (Object value : row) {
            if (value instanceof LargeValue large) {
                largest = Math.max(largest, large.bytes());
            }
        }
        return largest;
    }

    /** Bytes of a value in a packet; of a text in memory as many as it can have. */
    private static long bytes(Object value) {
        if (value instanceof LargeValue large) {
            return large.bytes();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        return value == null ? 0 : 3L * value.toString().length();
    }

    private static boolean fits(Object[] row, long packet) {
        long together = 0;
        for (Object value : row) {
            if (!(value instanceof LargeValue)) {
                together += bytes(value);
            } else if (bytes(value) > packet) {
                return false;
            }
        }
        return together <= packet;
    }

    @Override
    public long load(Connection connection, LoadMessage.Batch batch) throws SQLException {
        Table table = batch.message().table();
        Iterator<Object[]> rows = batch.rows();
        long loaded = 0;
        while (rows.hasNext()) {
            loaded += insert(connection, table, rows.next());
        }
        return loaded;
    }

    private long insert(Connection connection, Table table, Object[] row) throws SQLException {
        String sql = insert.sql(dialect, table, i -> row[i] instanceof LargeValue);
        List<InputStream> open = new ArrayList<>();
        try (PreparedStatement statement = prepareOnServer(connection, sql);
                Statement next = connection.createStatement()) {
            bind(new Statements(dialect, connection, table), statement, row, open);
            int loaded = statement.executeUpdate();
            InfileLoader.checkWarnings(next);
            return loaded;
        } catch (IOException e) {
            throw new SQLException("the file of a large row cannot be read: " + e, "58030", e);
        } finally {
            open.forEach(StreamedRowLoader::close);
        }
    }

    /**
     * @param open gets the streams that have to be closed
     */
    private static void bind(
            Statements statements,
            PreparedStatement statement,
            Object[] row,
            List<InputStream> open)
            throws SQLException, IOException {
        for (int i = 0; i < row.length; i++) {
            if (row[i] instanceof LargeValue large) {
                InputStream stream = large.open();
                open.add(stream);
                statement.setBinaryStream(i + 1, stream);
            } else {
                statements.bind(statement, i + 1, i, row[i]);
            }
        }
    }

    /**
     * A statement that the server prepares: a value of it can be sent by itself, and as it is. In
     * one that the driver puts together, all values share one packet and are escaped.
     */
    private static PreparedStatement prepareOnServer(Connection connection, String sql)
            throws SQLException {
        return connection
                .unwrap(org.mariadb.jdbc.Connection.class)
                .prepareInternal(
                        sql,
                        Statement.NO_GENERATED_KEYS,
                        ResultSet.TYPE_FORWARD_ONLY,
                        ResultSet.CONCUR_READ_ONLY,
                        true);
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // all of it was read, or the statement has failed and says so
            return;
        }
    }
}
