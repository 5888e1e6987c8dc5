// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.config.Configuration;
import io.debezium.document.Document;
import io.debezium.document.DocumentReader;
import io.debezium.document.DocumentWriter;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.relational.history.AbstractSchemaHistory;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryException;
import io.debezium.relational.history.SchemaHistoryListener;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.ShapeStatement;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Debezium's history of shapes, kept in a {@link ShapeHistory}. Debezium makes it by its name. What
 * the task began with always counts; of what came later, that which lies before the place to go on
 * from.
 */
public final class OffsetSchemaHistory extends AbstractSchemaHistory {
    static final String ID = CONFIGURATION_FIELD_PREFIX_STRING + "dms.id";

    private ShapeHistory history;
    private Map.Entry<Map<String, ?>, Map<String, ?>> goingOnFrom;

    @Override
    public void configure(
            Configuration config,
            HistoryRecordComparator comparator,
            SchemaHistoryListener listener,
            boolean useCatalogBeforeSchema) {
        super.configure(config, comparator, listener, useCatalogBeforeSchema);
        history = Histories.get(config.getString(ID));
    }

    @Override
    public void recover(
            Map<Map<String, ?>, Map<String, ?>> offsets, Tables schema, DdlParser ddlParser)
            throws InterruptedException {
        goingOnFrom = offsets.entrySet().iterator().next();
        super.recover(offsets, schema, ddlParser);
        addPresent(schema, ddlParser);
    }

    /** A table that was selected after the task began, and never altered since. */
    private void addPresent(Tables schema, DdlParser ddlParser) {
        List<io.dmsconnect.core.schema.TableId> unknown = new ArrayList<>();
        for (io.dmsconnect.core.schema.TableId id : history.selected()) {
            if (schema.forTable(new TableId(id.schema(), null, id.name())) == null) {
                unknown.add(id);
            }
        }
        history.presentDefinitions(unknown)
                .forEach(
                        (id, ddl) -> {
                            ddlParser.setCurrentDatabase(id.schema());
                            ddlParser.parse(ddl, schema);
                        });
    }

    @Override
    protected void recoverRecords(Consumer<HistoryRecord> records) {
        for (ShapeStatement shape : history.start()) {
            String database = shape.database().isEmpty() ? null : shape.database();
            records.accept(
                    new HistoryRecord(
                            goingOnFrom.getKey(),
                            goingOnFrom.getValue(),
                            database,
                            null,
                            shape.ddl(),
                            null,
                            Instant.EPOCH));
        }
        for (String change : history.changes()) {
            try {
                records.accept(new HistoryRecord(DocumentReader.defaultReader().read(change)));
            } catch (IOException e) {
                throw new SchemaHistoryException("a stored change of shape is damaged", e);
            }
        }
    }

    @Override
    protected void storeRecord(HistoryRecord record) {
        try {
            Document change = record.document().clone();
            // the time it was read at: the same change read again is the same change
            change.remove(HistoryRecord.Fields.TIMESTAMP);
            history.add(DocumentWriter.defaultWriter().write(change));
        } catch (IOException e) {
            throw new SchemaHistoryException("a change of shape cannot be stored", e);
        }
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public boolean storageExists() {
        return true;
    }
}
