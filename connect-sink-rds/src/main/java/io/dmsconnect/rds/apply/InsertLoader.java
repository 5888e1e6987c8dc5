// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.ArrayRow;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.sql.dialect.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;

/**
 * Batches of INSERT, of upserts where the table has a key: for tables that have rows already, for
 * servers that forbid the bulk way, and, with batches of one, to find the row that is refused.
 */
final class InsertLoader implements BulkLoader {
    private static final int BATCH = 500;

    private final Dialect dialect;
    private final RecordOrigin origin;
    private final boolean replaces;
    private final boolean oneByOne;

    /**
     * @param replaces true where a row may be there already and is written once more; else a second
     *     row with one key is an error
     * @param oneByOne true to name the row that is refused
     */
    InsertLoader(Dialect dialect, RecordOrigin origin, boolean replaces, boolean oneByOne) {
        this.dialect = dialect;
        this.origin = origin;
        this.replaces = replaces;
        this.oneByOne = oneByOne;
    }

    @Override
    public long load(Connection connection, LoadMessage.Batch batch) throws SQLException {
        Table table = batch.message().table();
        Iterator<Object[]> rows = batch.rows();
        Statements statements = new Statements(dialect, connection, table);
        long count = 0;
        try (PreparedStatement statement =
                statements.prepare(replaces ? dialect.upsert(table) : dialect.insert(table))) {
            int batched = 0;
            while (rows.hasNext()) {
                Object[] row = rows.next();
                count++;
                add(statements, statement, table, row, count);
                if (!oneByOne && ++batched == BATCH) {
                    statement.executeBatch();
                    batched = 0;
                }
            }
            if (batched > 0) {
                statement.executeBatch();
            }
        }
        return count;
    }

    private void add(
            Statements statements,
            PreparedStatement statement,
            Table table,
            Object[] row,
            long number)
            throws SQLException {
        try {
            for (int i = 0; i < row.length; i++) {
                statements.bind(statement, i + 1, i, row[i]);
            }
            if (oneByOne) {
                statements.executeUpdate(statement);
            } else {
                statement.addBatch();
            }
        } catch (SQLException e) {
            if (!oneByOne) {
                throw e;
            }
            throw new ReplicationException(
                    dialect.classify(e),
                    place(table, row, number),
                    "the target refuses the row: " + dialect.reason(e) + LoadApplier.ADVICE,
                    e);
        } catch (ReplicationException e) {
            throw new ReplicationException(
                    FailureKind.RECORD, place(table, row, number), e.getMessage(), e);
        }
    }

    private String place(Table table, Object[] row, long number) {
        return "table %s, %s, %s (row %d of the batch)"
                .formatted(table.id(), KeyOf.text(table, new ArrayRow(row)), origin, number);
    }
}
