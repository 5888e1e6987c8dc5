// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.debezium.connector.postgresql.PostgresStreamingChangeEventSource.PgConnectionSupplier;
import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** A changed row whose columns give the log's own text wherever Debezium's value would be less. */
final class ExactTextRow implements ReplicationMessage {
    private final ReplicationMessage debezium;
    private final String table;
    private final List<Column> before;
    private final List<Column> after;

    /**
     * @param table quoted so that Debezium reads the name back
     */
    ExactTextRow(ReplicationMessage debezium, String table) {
        this.debezium = debezium;
        this.table = table;
        this.before = exact(debezium.getOldTupleList());
        this.after = exact(debezium.getNewTupleList());
    }

    private static List<Column> exact(List<Column> columns) {
        return columns == null ? null : columns.stream().map(ExactTextRow::exact).toList();
    }

    private static Column exact(Column column) {
        int oid = column.getType().getRootType().getOid();
        return column.isToastedColumn() || PgTypes.EXACT_IN_DEBEZIUM.contains(oid)
                ? column
                : new TextColumn(column);
    }

    @Override
    public Operation getOperation() {
        return debezium.getOperation();
    }

    @Override
    public Instant getCommitTime() {
        return debezium.getCommitTime();
    }

    @Override
    public OptionalLong getTransactionId() {
        return debezium.getTransactionId();
    }

    @Override
    public String getTable() {
        return table;
    }

    @Override
    public List<Column> getOldTupleList() {
        return before;
    }

    @Override
    public List<Column> getNewTupleList() {
        return after;
    }

    @Override
    public boolean isLastEventForLsn() {
        return debezium.isLastEventForLsn();
    }

    @Override
    public boolean shouldSchemaBeSynchronized() {
        return debezium.shouldSchemaBeSynchronized();
    }

    /** The only place where Debezium's decoder shows a value's text: {@code name(type)=text}. */
    private record TextColumn(Column debezium) implements Column {
        private static final String BEHIND_TYPE = ")=";

        @Override
        public String getName() {
            return debezium.getName();
        }

        @Override
        public PostgresType getType() {
            return debezium.getType();
        }

        @Override
        public ColumnTypeMetadata getTypeMetadata() {
            return debezium.getTypeMetadata();
        }

        @Override
        public boolean isOptional() {
            return debezium.isOptional();
        }

        @Override
        public Object getValue(PgConnectionSupplier connection, boolean includeUnknownDatatypes) {
            String text = debezium.toString();
            String start = debezium.getName() + "(";
            if (!text.startsWith(start)) {
                // a null is a column of another class, without a text
                return null;
            }
            int value = text.indexOf(BEHIND_TYPE, start.length());
            if (value < 0 || debezium.getType().getName().contains(BEHIND_TYPE)) {
                throw new IllegalStateException(
                        "column '%s' of type '%s' cannot be read from the log"
                                .formatted(debezium.getName(), debezium.getType().getName()));
            }
            return text.substring(value + BEHIND_TYPE.length());
        }
    }
}
