// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LargeValue;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.sql.dialect.Clauses;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.InfileText;
import io.dmsconnect.sql.dialect.PostgreSqlDialect;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows with values that are not in memory, as streams. */
final class LargeRowLoader implements BulkLoader {
    private static final String COPY_ESCAPES = "\\\\\nn\rr\tt";
    private static final String INFILE_ESCAPES = COPY_ESCAPES + "\0000\u001AZ";
    private static final int CHUNK = 1 << 16;

    private final Dialect dialect;

    LargeRowLoader(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The same row, all of it in memory. */
    static Object[] whole(Table table, Object[] row) {
        Object[] whole = row.clone();
        for (int i = 0; i < row.length; i++) {
            if (row[i] instanceof LargeValue large) {
                whole[i] = large.whole(!isBytes(table.columns().get(i)));
            }
        }
        return whole;
    }

    private static boolean isBytes(Column column) {
        return column.type().kind() == DataType.Kind.BLOB
                || column.type().kind() == DataType.Kind.BYTES;
    }

    @Override
    public long load(Connection connection, LoadMessage.Batch batch) throws SQLException {
        Table table = batch.message().table();
        Iterator<Object[]> rows = batch.rows();
        long loaded = 0;
        while (rows.hasNext()) {
            Object[] row = rows.next();
            loaded +=
                    dialect.ddlCommits()
                            ? InfileLoader.load(connection, dialect, table, infile(table, row))
                            : copy(connection, table, row);
        }
        return loaded;
    }

    private static RowText infile(Table table, Object[] row) {
        RowText text = new RowText(INFILE_ESCAPES);
        for (int i = 0; i < row.length; i++) {
            Column column = table.columns().get(i);
            text.asIs(i == 0 ? "" : "\t");
            if (row[i] == null) {
                text.asIs("\\N");
            } else if (!(row[i] instanceof LargeValue large)) {
                text.text(InfileText.of(column, row[i]));
            } else if (isBytes(column)) {
                text.hexadecimal(large);
            } else {
                text.text(large);
            }
        }
        text.asIs("\n");
        return text;
    }

    private static RowText copyText(Table table, Object[] row) {
        RowText text = new RowText(COPY_ESCAPES);
        for (int i = 0; i < row.length; i++) {
            text.asIs(i == 0 ? "" : "\t");
            if (row[i] == null) {
                text.asIs("\\N");
            } else if (!(row[i] instanceof LargeValue large)) {
                text.text(PostgreSqlDialect.text(row[i]));
            } else if (isBytes(table.columns().get(i))) {
                text.asIs("\\\\x");
                text.hexadecimal(large);
            } else {
                text.text(large);
            }
        }
        text.asIs("\n");
        return text;
    }

    private long copy(Connection connection, Table table, Object[] row) throws SQLException {
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY %s (%s) FROM STDIN"
                                        .formatted(
                                                dialect.quote(table.id()),
                                                Clauses.names(dialect, table.columns())));
        try (InputStream text = copyText(table, row)) {
            byte[] chunk = new byte[CHUNK];
            int count;
            while ((count = text.read(chunk)) > 0) {
                copy.writeToCopy(chunk, 0, count);
            }
            return copy.endCopy();
        } catch (IOException e) {
            throw new SQLException("the file of a large row cannot be read: " + e, "58030", e);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
