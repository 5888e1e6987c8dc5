// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RawRows;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.sql.dialect.Clauses;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * PostgreSQL's COPY in its binary format, from the bytes of the batch. A batch with a value that
 * has no such form here is sent as text.
 */
final class BinaryCopyLoader implements BulkLoader {
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
    };

    private static final int FIRST_BYTES = 1 << 21;
    private static final int CHUNK = 1 << 16;

    private final Dialect dialect;
    private final BinaryField[] fields;
    private final BulkLoader asText;

    private BinaryCopyLoader(Dialect dialect, BinaryField[] fields, BulkLoader asText) {
        this.dialect = dialect;
        this.fields = fields;
        this.asText = asText;
    }

    /**
     * @param declarations of the target's columns, by name
     * @return one that sends text where some column has no binary form here
     */
    static BulkLoader of(Dialect dialect, Table table, Map<String, String> declarations) {
        BulkLoader asText = new CopyLoader(dialect);
        List<Column> columns = table.columns();
        BinaryField[] fields = new BinaryField[columns.size()];
        for (int i = 0; i < fields.length; i++) {
            String declaration = declarations.get(columns.get(i).name());
            Optional<BinaryField> field =
                    declaration == null
                            ? Optional.empty()
                            : BinaryField.of(columns.get(i), declaration);
            if (field.isEmpty()) {
                return asText;
            }
            fields[i] = field.get();
        }
        return new BinaryCopyLoader(dialect, fields, asText);
    }

    @Override
    public long load(Connection connection, LoadMessage.Batch batch) throws SQLException {
        Bytes bytes;
        try {
            bytes = encoded(batch.raw().get());
        } catch (UnfitValueException e) {
            return asText.load(connection, batch);
        }
        Table table = batch.message().table();
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY %s (%s) FROM STDIN (FORMAT binary)"
                                        .formatted(
                                                dialect.quote(table.id()),
                                                Clauses.names(dialect, table.columns())));
        try {
            for (int at = 0; at < bytes.size(); at += CHUNK) {
                copy.writeToCopy(bytes.array(), at, Math.min(CHUNK, bytes.size() - at));
            }
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private Bytes encoded(RawRows rows) {
        Bytes out = new Bytes(FIRST_BYTES);
        out.put(SIGNATURE, 0, SIGNATURE.length);
        out.put4(0);
        out.put4(0);
        while (rows.nextRow()) {
            out.put2(fields.length);
            for (BinaryField field : fields) {
                RawRows.Form form = rows.nextValue();
                if (form == RawRows.Form.NULL) {
                    out.put4(-1);
                } else {
                    field.write(form, rows, out);
                }
            }
        }
        out.put2(-1);
        return out;
    }
}
