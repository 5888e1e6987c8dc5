// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.text.MultipleParsingExceptions;
import io.debezium.text.ParsingException;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.source.ChangeForm;
import io.dmsconnect.source.binlog.TableShape;
import io.dmsconnect.source.binlog.statement.UnreadableStatementException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What Debezium makes of rows that a load reads. */
public final class TableForms {
    /** What Debezium writes in place of a value it does not have. */

    private TableForms() {}

    /**
     * Reads the statement that makes the table.
     *
     * @param tables what Debezium knows; is added to
     */
    public static Table read(TableShape shape, DdlParser parser, Tables tables) {
        String database = shape.table().id().schema();
        try {
            parser.setCurrentDatabase(database);
            parser.parse(shape.definition(), tables);
        } catch (ParsingException | MultipleParsingExceptions | UnreadableStatementException e) {
            throw unknown(shape, e);
        }
        Table table = tables.forTable(new TableId(database, null, shape.table().id().name()));
        if (table == null) {
            throw unknown(shape, null);
        }
        return table;
    }

    private static ReplicationException unknown(TableShape shape, RuntimeException cause) {
        return new ReplicationException(
                FailureKind.CONFIGURATION,
                "load.records=rows, " + shape.table().id(),
                "is a view, or a table whose definition is not understood, so that its rows have no"
                        + " form as change records; exclude it, or load in batches",
                UnreadableStatements.shown(cause));
    }

    /**
     * @param version of the connector
     * @param connector its name
     */
    public static ChangeForm of(
            TableShape shape, Table table, TableSchema schema, String version, String connector) {
        int[] places =
                new int[table.columns().stream().mapToInt(Column::position).max().orElse(0)];
        Arrays.fill(places, -1);
        table.columns()
                .forEach(
                        column ->
                                places[column.position() - 1] =
                                        shape.table().indexOf(column.name()));
        Map<String, Object> source = new HashMap<>(shape.source());
        source.put("version", version);
        source.put("connector", connector);
        return new ChangeForm(
                schema.keySchema(),
                row -> schema.keyFromColumnData(placed(row, places)),
                schema.getEnvelopeSchema().schema(),
                row -> schema.valueFromColumnData(placed(row, places)),
                source);
    }

    private static Object[] placed(Object[] row, int[] places) {
        Object[] placed = new Object[places.length];
        for (int i = 0; i < placed.length; i++) {
            placed[i] = places[i] < 0 ? null : row[places[i]];
        }
        return placed;
    }
}
