// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.sql.dialect.Clauses;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.PostgreSqlDialect;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** PostgreSQL's COPY in its text format. */
final class CopyLoader implements BulkLoader {
    private static final int CHUNK = 1 << 16;

    private final Dialect dialect;

    CopyLoader(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public long load(Connection connection, LoadMessage.Batch batch) throws SQLException {
        Table table = batch.message().table();
        Iterator<Object[]> rows = batch.rows();
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY %s (%s) FROM STDIN"
                                        .formatted(
                                                dialect.quote(table.id()),
                                                Clauses.names(dialect, table.columns())));
        try {
            StringBuilder text = new StringBuilder(CHUNK + 1024);
            while (rows.hasNext()) {
                append(text, rows.next());
                if (text.length() >= CHUNK) {
                    send(copy, text);
                }
            }
            send(copy, text);
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, StringBuilder text) throws SQLException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        copy.writeToCopy(bytes, 0, bytes.length);
    }

    private static void append(StringBuilder text, Object[] row) {
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                text.append('\t');
            }
            if (row[i] == null) {
                text.append("\\N");
            } else {
                appendEscaped(text, PostgreSqlDialect.text(row[i]));
            }
        }
        text.append('\n');
    }

    private static void appendEscaped(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c);
            }
        }
    }
}
