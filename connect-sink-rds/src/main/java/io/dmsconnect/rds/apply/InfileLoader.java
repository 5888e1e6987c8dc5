// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.InfileText;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * MySQL's and MariaDB's LOAD DATA LOCAL INFILE, streamed from memory. The server makes warnings of
 * errors there; here a warning or a missing row is an error.
 */
final class InfileLoader implements BulkLoader {
    private final Dialect dialect;

    InfileLoader(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public long load(Connection connection, LoadMessage.Batch batch) throws SQLException {
        Table table = batch.message().table();
        RowStream stream = new RowStream(new InfileRows(table, batch.raw().get()));
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(stream);
            int loaded = statement.executeUpdate(sql(table));
            if (stream.failure != null) {
                throw stream.failure;
            }
            checkWarnings(statement);
            if (loaded != stream.count) {
                throw new SQLDataException(
                        "%d of %d rows were loaded".formatted(loaded, stream.count), "22000");
            }
            return loaded;
        }
    }

    /** One row, as text. */
    static long load(Connection connection, Dialect dialect, Table table, InputStream row)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(row);
            int loaded = statement.executeUpdate(new InfileLoader(dialect).sql(table));
            checkWarnings(statement);
            return loaded;
        }
    }

    /** What the last statement of the session warned of is an error here. */
    static void checkWarnings(Statement statement) throws SQLException {
        try (ResultSet warnings = statement.executeQuery("SHOW WARNINGS LIMIT 1")) {
            if (warnings.next()) {
                throw new SQLDataException(warnings.getString(3), "22000", warnings.getInt(2));
            }
        }
    }

    private String sql(Table table) {
        List<String> targets = new ArrayList<>();
        List<String> conversions = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            String conversion = InfileText.conversion(column, "@v" + i);
            if (conversion == null) {
                targets.add(dialect.quote(column.name()));
            } else {
                targets.add("@v" + i);
                conversions.add(dialect.quote(column.name()) + " = " + conversion);
            }
        }
        return "LOAD DATA LOCAL INFILE 'rows' INTO TABLE %s CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' (%s)%s"
                .formatted(
                        dialect.quote(table.id()),
                        String.join(", ", targets),
                        conversions.isEmpty() ? "" : " SET " + String.join(", ", conversions));
    }

    /** The rows as the server's text format, made while the driver reads. */
    private static final class RowStream extends InputStream {
        private static final int CHUNK = 1 << 16;

        private final InfileRows rows;
        private Bytes chunk = new Bytes(2 * CHUNK);
        private int at;
        private boolean ended;
        private int count;
        private RuntimeException failure;

        RowStream(InfileRows rows) {
            this.rows = rows;
        }

        private boolean fill() {
            if (at < chunk.size()) {
                return true;
            }
            chunk.clear();
            at = 0;
            try {
                while (!ended && chunk.size() < CHUNK) {
                    if (rows.next(chunk)) {
                        count++;
                    } else {
                        ended = true;
                    }
                }
            } catch (RuntimeException e) {
                // the driver would take it for a lost connection
                failure = e;
                ended = true;
                chunk.clear();
            }
            return chunk.size() > 0;
        }

        @Override
        public int read() {
            return fill() ? chunk.array()[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int read = Math.min(length, chunk.size() - at);
            System.arraycopy(chunk.array(), at, buffer, offset, read);
            at += read;
            return read;
        }
    }
}
