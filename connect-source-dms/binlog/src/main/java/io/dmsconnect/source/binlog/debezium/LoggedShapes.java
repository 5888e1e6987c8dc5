// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.debezium.document.Array;
import io.debezium.document.Document;
import io.debezium.relational.Column;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.schema.SchemaChangeEvent;
import io.debezium.text.MultipleParsingExceptions;
import io.debezium.text.ParsingException;
import io.dmsconnect.source.binlog.ColumnIds;
import io.dmsconnect.source.binlog.Flavour;
import io.dmsconnect.source.binlog.LogCoordinates;
import io.dmsconnect.source.binlog.LoggedTable;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.statement.Statement;
import io.dmsconnect.source.binlog.statement.StatementReader;
import io.dmsconnect.source.binlog.statement.UnreadableStatementException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What becomes of tables as their statements are read from the log: tells {@link ShapeHistory} of
 * each shape and of the place from which it is true, and of all that changes rows without a word.
 */
public final class LoggedShapes {
    private static final String PLACE = "dms.place";
    private static final String FILE = "file";
    private static final String POS = "pos";

    private final ShapeHistory shapes;
    private final Flavour flavour;
    private final UnreadableStatements unreadable;
    private final StatementEffects effects;
    private final Map<TableId, LogCoordinates> recovered = new HashMap<>();

    /** Places of the statements that the history knows, and Debezium's of older versions. */
    private final Map<TableId, Set<LogCoordinates>> statementsApplied = new HashMap<>();

    private final Map<TableId, Set<LogCoordinates>> offsetsApplied = new HashMap<>();
    private Supplier<LogCoordinates> place = () -> null;
    private LogCoordinates applied;

    public LoggedShapes(ShapeHistory shapes, Flavour flavour) {
        this.shapes = shapes;
        this.flavour = flavour;
        this.unreadable = new UnreadableStatements(shapes);
        this.effects = new StatementEffects(shapes);
    }

    /**
     * @param now where the event begins that is being read
     */
    public void readFrom(Supplier<LogCoordinates> now) {
        place = now;
    }

    /** The log is read anew. */
    void recovering() {
        recovered.clear();
        statementsApplied.clear();
        offsetsApplied.clear();
        shapes.restart();
    }

    /** Debezium's own place of a change is, on some servers, before what stands in front of it. */
    void mark(Document change) {
        LogCoordinates at = place.get();
        if (at != null) {
            change.setDocument(
                    PLACE, Document.create().setString(FILE, at.file()).setNumber(POS, at.offset()));
        }
    }

    /** The history has this change from a place before the one the log is read from. */
    void recovered(HistoryRecord change) {
        LogCoordinates offset = place(change.document().getDocument(HistoryRecord.Fields.POSITION));
        LogCoordinates own = place(change.document().getDocument(PLACE));
        Array tables = change.document().getArray(HistoryRecord.Fields.TABLE_CHANGES);
        if (offset == null || tables == null) {
            return;
        }
        for (Array.Entry entry : tables) {
            TableId table =
                    TableId.parse(entry.getValue().asDocument().getString("id"), true);
            recovered.put(table, own == null ? offset : own);
            (own == null ? offsetsApplied : statementsApplied)
                    .computeIfAbsent(table, none -> new HashSet<>())
                    .add(own == null ? offset : own);
        }
    }

    private static LogCoordinates place(Document position) {
        return position == null || position.getString(FILE) == null
                ? null
                : new LogCoordinates(position.getString(FILE), position.getLong(POS));
    }

    /** What follows is of this change. */
    public void applying(SchemaChangeEvent change) {
        applied = place.get() == null ? place(change.getOffset()) : place.get();
    }

    private static LogCoordinates place(Map<String, ?> offset) {
        return offset.get(FILE) instanceof String file && offset.get(POS) instanceof Number pos
                ? new LogCoordinates(file, pos.longValue())
                : null;
    }

    /** Debezium reads rows of the table by this shape from now on. */
    public void shaped(Table table) {
        if (applied != null) {
            shapes.shaped(id(table.id()), applied, logged(table));
        } else if (recovered.containsKey(table.id())) {
            shapes.recovered(id(table.id()), recovered.get(table.id()), logged(table));
        } else {
            shapes.shaped(id(table.id()), shapes.begun(), logged(table));
        }
    }

    private LoggedTable logged(Table table) {
        return new LoggedTable(
                Numbered.ids(table),
                table.columns().stream().map(this::logged).toList(),
                table.primaryKeyColumnNames());
    }

    private LoggedTable.LoggedColumnType logged(Column column) {
        return new LoggedTable.LoggedColumnType(
                column.name(), LoggedTypes.of(flavour, column), column.isOptional());
    }

    /**
     * Rows of the table come.
     *
     * @return the table with the numbers a load has given its columns, where they are others
     */
    public Optional<Table> renumbered(Table table) {
        LogCoordinates at = place.get();
        if (table == null || at == null) {
            return Optional.empty();
        }
        Optional<ColumnIds> ids = shapes.reached(id(table.id()), at);
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = table.columns().stream().map(Column::name).toList();
        if (!ids.get().hasNames(names)) {
            shapes.anew(id(table.id()), "ALTER TABLE", at);
            return Optional.empty();
        }
        applied = at;
        return Optional.of(Numbered.with(table, ids.get()));
    }

    /** Reads a statement. */
    @FunctionalInterface
    public interface Reading {
        List<SchemaChangeEvent> read();
    }

    /**
     * A statement of the log. One whose result the history had already is read again after a
     * restart, and passed over.
     *
     * @param offset Debezium's, at the statement
     * @param tables Debezium's
     * @param renumber is called for tables before they are altered or emptied
     * @return Debezium's events; none for one that is not understood and concerns nobody
     */
    public List<SchemaChangeEvent> statement(
            String ddl,
            String database,
            Map<String, ?> offset,
            Tables tables,
            java.util.function.Consumer<TableId> renumber,
            Reading reading) {
        Statement statement;
        String runIn = database == null ? "" : database;
        try {
            statement = StatementReader.read(ddl, runIn);
        } catch (UnreadableStatementException e) {
            unreadable.passOver(ddl, runIn, e);
            return List.of();
        }
        if (isApplied(statement, place(offset))) {
            return List.of();
        }
        effects.refuse(statement);
        if (statement instanceof Statement.Truncate truncate) {
            // a change of its rows, which no row comes before
            renumber.accept(NumberingParser.id(truncate.table()));
        }
        List<io.dmsconnect.core.schema.TableId> named = StatementEffects.tables(statement);
        Map<io.dmsconnect.core.schema.TableId, Table> before = new HashMap<>();
        for (io.dmsconnect.core.schema.TableId table : named) {
            renumber.accept(NumberingParser.id(table));
            before.put(table, tables.forTable(NumberingParser.id(table)));
        }
        List<SchemaChangeEvent> events;
        try {
            events = reading.read();
        } catch (ParsingException
                | MultipleParsingExceptions
                | UnreadableStatementException e) {
            return passedOver(statement, runIn, named, tables, e);
        } catch (StackOverflowError e) {
            return passedOver(
                    statement,
                    runIn,
                    named,
                    tables,
                    new UnreadableStatementException("it is too long"));
        }
        effects.of(statement, before, tables, place.get());
        return events;
    }

    private List<SchemaChangeEvent> passedOver(
            Statement statement,
            String database,
            List<io.dmsconnect.core.schema.TableId> named,
            Tables tables,
            RuntimeException cause) {
        unreadable.passOver(statement, database, named, cause);
        // whoever gets its name later must not be read by a shape that it no longer has
        named.forEach(table -> tables.removeTable(NumberingParser.id(table)));
        return List.of();
    }

    private boolean isApplied(Statement statement, LogCoordinates offset) {
        List<io.dmsconnect.core.schema.TableId> made = StatementEffects.results(statement);
        return !made.isEmpty()
                && made.stream().map(NumberingParser::id).allMatch(id -> isApplied(id, offset));
    }

    private boolean isApplied(TableId table, LogCoordinates offset) {
        return place.get() != null
                        && statementsApplied.getOrDefault(table, Set.of()).contains(place.get())
                || offset != null
                        && offsetsApplied.getOrDefault(table, Set.of()).contains(offset);
    }

    private static io.dmsconnect.core.schema.TableId id(TableId table) {
        return new io.dmsconnect.core.schema.TableId(table.catalog(), table.table());
    }
}
