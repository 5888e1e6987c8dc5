// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.document.DocumentReader;
import io.debezium.document.DocumentWriter;
import io.debezium.relational.Table;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.relational.history.AbstractSchemaHistory;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.SchemaHistoryException;
import io.debezium.relational.history.SchemaHistoryListener;
import io.debezium.text.MultipleParsingExceptions;
import io.debezium.text.ParsingException;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.ShapeStatement;
import io.dmsconnect.source.binlog.statement.UnreadableStatementException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Debezium's schema history, kept in {@link ShapeHistory}. */
public final class OffsetsSchemaHistory extends AbstractSchemaHistory {
    private final ShapeHistory shapes;
    private final LoggedShapes logged;

    /**
     * @param logged is told of shapes
     */
    public OffsetsSchemaHistory(ShapeHistory shapes, LoggedShapes logged) {
        this.shapes = shapes;
        this.logged = logged;
    }

    /** Tells of each change that is applied to the shapes where the task began. */
    public SchemaHistoryListener listener() {
        return new SchemaHistoryListener() {
            @Override
            public void started() {}

            @Override
            public void stopped() {}

            @Override
            public void recoveryStarted() {}

            @Override
            public void recoveryStopped() {}

            @Override
            public void onChangeFromHistory(HistoryRecord change) {}

            @Override
            public void onChangeApplied(HistoryRecord change) {
                logged.recovered(change);
            }
        };
    }

    @Override
    public void recover(
            Map<Map<String, ?>, Map<String, ?>> offsets, Tables schema, DdlParser parser)
            throws InterruptedException {
        logged.recovering();
        for (ShapeStatement statement : shapes.start()) {
            apply(statement, schema, parser);
        }
        super.recover(offsets, schema, parser);
        addSince(schema, parser);
        for (io.debezium.relational.TableId id : schema.tableIds()) {
            Table table = schema.forTable(id);
            if (!Numbered.isNumbered(table)) {
                // of a history that an older version wrote
                schema.overwriteTable(Numbered.fresh(table));
            }
        }
    }

    /**
     * Tables that the mappings did not ask for when the task began. What the log has of them from
     * before this moment is in their load. In all other databases the log itself says how tables
     * that came later were made; to know them already would be to read their first rows wrongly.
     */
    private void addSince(Tables schema, DdlParser parser) {
        Set<String> unread = shapes.unread();
        List<TableId> unknown =
                shapes.selected().stream()
                        .filter(table -> unread.contains(table.schema()))
                        .filter(table -> !knows(schema, table))
                        .toList();
        shapes.presentDefinitions(unknown)
                .forEach(
                        (table, ddl) ->
                                apply(
                                        new ShapeStatement(table.schema(), table.name(), ddl),
                                        schema,
                                        parser));
    }

    private static boolean knows(Tables schema, TableId table) {
        return schema.forTable(
                        new io.debezium.relational.TableId(table.schema(), null, table.name()))
                != null;
    }

    private void apply(ShapeStatement statement, Tables schema, DdlParser parser) {
        try {
            if (!statement.database().isEmpty()) {
                parser.setCurrentDatabase(statement.database());
            }
            parser.parse(statement.ddl(), schema);
        } catch (ParsingException | MultipleParsingExceptions | UnreadableStatementException e) {
            TableId table = new TableId(statement.database(), statement.table());
            if (shapes.selected().contains(table)) {
                throw new ReplicationException(
                        FailureKind.TABLE,
                        table.toString(),
                        "its definition is not understood, so that its changes cannot be followed;"
                                + " exclude the table",
                        UnreadableStatements.shown(e));
            }
            logger.debug("The definition of {} is not understood; it is not followed", table);
        }
    }

    @Override
    protected void storeRecord(HistoryRecord record) throws SchemaHistoryException {
        String database = record.document().getString(HistoryRecord.Fields.DATABASE_NAME);
        if (database != null && !shapes.keeps(database)) {
            return;
        }
        logged.mark(record.document());
        try {
            shapes.add(DocumentWriter.defaultWriter().write(record.document()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void recoverRecords(Consumer<HistoryRecord> records) {
        for (String change : shapes.changes()) {
            try {
                records.accept(new HistoryRecord(DocumentReader.defaultReader().read(change)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** It begins with the task itself. */
    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public boolean storageExists() {
        return true;
    }

    @Override
    public String toString() {
        return "source offsets";
    }
}
