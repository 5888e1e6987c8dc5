// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.XidEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.binlog.Flavour;
import io.dmsconnect.source.binlog.LogCoordinates;
import io.dmsconnect.source.binlog.LostChanges;
import io.dmsconnect.source.binlog.ShapeHistory;
import io.dmsconnect.source.binlog.statement.StatementReader;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the log and Debezium, which passes over what it does not know. Distributed
 * transactions are handed on when they are committed; tables whose changes the log does not say are
 * loaded anew; an event that means something unknown stops the task.
 */
public final class LogEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LogEvents.class);

    /** An event's flag: the statement means something in its session only. */
    private static final int THREAD_SPECIFIC = 4;

    /** MariaDB's flag of a transaction that ends in XA PREPARE. */
    private static final int FL_PREPARED_XA = 64;

    /** MariaDB's flag of a transaction that is one statement, which no COMMIT follows. */
    private static final int FL_STANDALONE = 1;

    private static final String IN_ROWS =
            "Sessions that change tables of the task need binlog_format=ROW";
    private static final String WHOLE_ROWS =
            "Sessions that change tables of the task need binlog_row_image=FULL";

    private final Flavour flavour;
    private final ShapeHistory shapes;
    private final LostChanges lost;
    private final PreparedRows preparedRows;
    private final HiddenColumns hidden;
    private final XaTransactions transactions = new XaTransactions();
    private final Map<Long, TableMapEventData> tables = new HashMap<>();

    /** Followed tables with rows of the transaction that is being read. */
    private final Set<TableId> changed = new HashSet<>();

    /** Tables that statements changed: is one a view, or has it triggers? */
    private final Map<TableId, Boolean> writesOthers = new HashMap<>();

    private Collection<TableId> selected = List.of();
    private Set<TableId> followed = Set.of();
    private final EventPlaces places = new EventPlaces();
    private boolean gtidsBegin;

    /** The followed table whose rows were handed on last; null for none. */
    private TableId withRows;

    /** Ends the transaction with the statement that is read next? */
    private boolean standalone;

    /** The next statement begins to alter a table, or gives that up. */
    private boolean altersNothing;

    /** Hands an event on to Debezium. */
    public interface Next {
        void handle(Event event);
    }

    /**
     * @param clients makes a client of the log, with everything set but where to begin
     */
    public LogEvents(
            Flavour flavour,
            ShapeHistory shapes,
            LostChanges lost,
            Supplier<BinaryLogClient> clients) {
        this.flavour = flavour;
        this.shapes = shapes;
        this.lost = lost;
        this.hidden = new HiddenColumns(shapes, lost);
        this.preparedRows = new PreparedRows(clients);
    }

    /** Takes what an offset of the log says beside the place. */
    public void load(Map<String, ?> offset) {
        places.begin(
                String.valueOf(offset.get("file")),
                offset.get("pos") instanceof Number position ? position.longValue() : 0);
        transactions.load((String) offset.get(LogOffset.PREPARED));
    }

    /** What an offset of the log has to say beside the place. */
    public LogOffset offset() {
        return new LogOffset(transactions.text());
    }

    /** About where the log is being read, for people. */
    public String place() {
        return places.now().file();
    }

    /**
     * The failure in our words; see {@link LogFailures#explained}. Debezium names a table without
     * its database.
     */
    public Throwable explained(Throwable failure) {
        TableId table = withRows;
        return LogFailures.explained(
                failure,
                place(),
                name -> table != null && table.name().equals(name) ? table.toString() : name);
    }

    /** Where the event that is being read begins. */
    public LogCoordinates now() {
        return places.now();
    }

    /** Takes the next event of the log. */
    public void take(Event event, Next next) {
        EventHeaderV4 header = event.getHeader();
        places.read(event);
        switch (header.getEventType()) {
            case ROTATE -> {
                RotateEventData rotate = data(event);
                places.begin(rotate.getBinlogFilename(), rotate.getBinlogPosition());
                tables.clear();
                hidden.forget();
                next.handle(event);
            }
            // a server that died in a transaction begins a new file
            case FORMAT_DESCRIPTION -> {
                if (header.getNextPosition() > 0) {
                    transactions.forget();
                }
                next.handle(event);
            }
            case MARIADB_GTID -> {
                changed.clear();
                gtidsBegin = true;
                LoggedGtid gtid = data(event);
                altersNothing = gtid.altersNothing();
                standalone = (gtid.getFlags() & FL_STANDALONE) != 0;
                next.handle(event);
                if ((gtid.getFlags() & FL_PREPARED_XA) != 0) {
                    transactions.begin(here());
                } else {
                    transactions.forget();
                }
            }
            case GTID, ANONYMOUS_GTID -> {
                changed.clear();
                transactions.forget();
                next.handle(event);
            }
            case XA_PREPARE -> prepared(event, next);
            case QUERY -> query(event, next);
            default -> {
                if (transactions.isOpen() && belongsToTransaction(event)) {
                    transactions.keep(event);
                } else {
                    handOn(event, next);
                }
            }
        }
    }

    private XaTransactions.Place here() {
        return new XaTransactions.Place(places.now().file(), places.now().offset());
    }

    private static boolean belongsToTransaction(Event event) {
        return switch (event.getHeader().<EventType>getEventType()) {
            case TABLE_MAP,
                    WRITE_ROWS,
                    EXT_WRITE_ROWS,
                    UPDATE_ROWS,
                    EXT_UPDATE_ROWS,
                    DELETE_ROWS,
                    EXT_DELETE_ROWS,
                    PARTIAL_UPDATE_ROWS_EVENT,
                    EXECUTE_LOAD_QUERY,
                    QUERY ->
                    true;
            default -> event.getData() instanceof LoggedEvents.Unknown
                    || event.getData() instanceof LoggedEvents.Unreadable;
        };
    }

    private void query(Event event, Next next) {
        LoggedQuery query = data(event);
        EventHeaderV4 header = event.getHeader();
        String sql = query.getSql().strip();
        String upper = sql.length() > 20 ? sql.substring(0, 20) : sql;
        upper = upper.toUpperCase(Locale.ROOT);
        if (upper.startsWith("XA START ") || upper.startsWith("XA BEGIN ")) {
            // MySQL; a place that Debezium begins at when it starts again
            next.handle(like(event, EventType.QUERY, query(query, "BEGIN")));
            transactions.begin(here());
        } else if (upper.startsWith("XA COMMIT ")) {
            commit(xid(sql), event, query, next);
        } else if (upper.startsWith("XA ROLLBACK ")) {
            transactions.decided(xid(sql));
            end(event, next);
        } else if (transactions.isOpen()) {
            if (!upper.startsWith("XA END ")) {
                transactions.keep(event);
            }
        } else {
            handOn(event, next);
            if (standalone) {
                // or Debezium's place stays before the statement until a next transaction comes
                end(event, next);
            }
        }
    }

    private static String xid(String sql) {
        String[] words = sql.split("\\s+", 3);
        return words[2].strip();
    }

    /** The end of a transaction's rows: from now on it waits, unless it is committed at once. */
    private void prepared(Event event, Next next) {
        LoggedEvents.Prepared prepared = data(event);
        if (!transactions.isOpen()) {
            lose(shapes.selected(), "a part of a distributed transaction only", "");
            end(event, next);
            return;
        }
        transactions.prepare(prepared.xid());
        if (prepared.onePhase()) {
            passOn(prepared.xid(), event, next);
            transactions.decided(prepared.xid());
        }
        end(event, next);
    }

    private void commit(String xid, Event event, LoggedQuery query, Next next) {
        transactions.forget();
        // MariaDB's transactions begin with their GTID
        if (!gtidsBegin) {
            next.handle(like(event, EventType.QUERY, query(query, "BEGIN")));
        }
        passOn(xid, event, next);
        transactions.decided(xid);
        end(event, next);
    }

    /** Hands the rows of a transaction on, as if they came here. */
    private void passOn(String xid, Event here, Next next) {
        List<Event> events = transactions.events(xid);
        if (events != null) {
            events.forEach(event -> handOn(at(event, here), next));
            return;
        }
        XaTransactions.Place place = transactions.place(xid);
        Again again = new Again(xid, here, next);
        if (place == null || !preparedRows.read(place, again) || !again.done) {
            lose(
                    shapes.selected(),
                    "XA COMMIT of a transaction that was prepared before the task began, or whose"
                            + " rows the server's log no longer has",
                    "");
        }
    }

    /** Takes the events of one transaction, from its beginning on. */
    private final class Again implements PreparedRows.Reader {
        private final String xid;
        private final Event here;
        private final Next next;
        private boolean begun;
        private boolean done;

        Again(String xid, Event here, Next next) {
            this.xid = xid;
            this.here = here;
            this.next = next;
        }

        @Override
        public boolean take(Event event) {
            EventType type = event.getHeader().getEventType();
            if (data(event) instanceof TransactionPayloadEventData payload) {
                return payload.getUncompressedEvents().stream().allMatch(this::take);
            }
            if (type == EventType.XA_PREPARE) {
                done = begun && data(event) instanceof LoggedEvents.Prepared p && p.xid().equals(xid);
                return false;
            }
            if (!begun) {
                begun =
                        type == EventType.MARIADB_GTID
                                || data(event) instanceof LoggedQuery query
                                        && query.getSql().endsWith(" " + xid);
            } else if (data(event) instanceof LoggedQuery query
                    && type == EventType.QUERY
                    && query.getSql().startsWith("XA ")) {
                return true;
            } else if (belongsToTransaction(event)) {
                handOn(at(event, here), next);
            }
            return true;
        }
    }

    /** The transaction is over for Debezium. */
    private void end(Event event, Next next) {
        next.handle(like(event, EventType.XID, new XidEventData()));
    }

    private static LoggedQuery query(LoggedQuery of, String sql) {
        LoggedQuery query = new LoggedQuery();
        query.setThreadId(of.getThreadId());
        query.setDatabase(of.getDatabase());
        query.setSql(sql);
        return query;
    }

    /** Other data at the same place. */
    private static Event like(Event event, EventType type, EventData data) {
        EventHeaderV4 header = event.getHeader();
        EventHeaderV4 copy = new EventHeaderV4();
        copy.setEventType(type);
        copy.setTimestamp(header.getTimestamp());
        copy.setServerId(header.getServerId());
        copy.setEventLength(header.getEventLength());
        copy.setNextPosition(header.getNextPosition());
        copy.setFlags(header.getFlags());
        return new Event(copy, data);
    }

    /** The same data at another place. */
    private static Event at(Event event, Event here) {
        return like(here, event.getHeader().getEventType(), event.getData());
    }

    @SuppressWarnings("unchecked")
    private static <T extends EventData> T data(Event event) {
        EventData data = event.getData();
        return (T)
                (data instanceof EventDeserializer.EventDataWrapper wrapper
                        ? wrapper.getInternal()
                        : data);
    }

    /** An event that is part of no distributed transaction, or of one that is committed. */
    private void handOn(Event event, Next next) {
        EventData data = data(event);
        hidden.takeOut(data);
        switch (event.getHeader().<EventType>getEventType()) {
            case TABLE_MAP -> {
                TableMapEventData table = (TableMapEventData) data;
                tables.put(table.getTableId(), table);
                TableId followed = followed(table.getTableId());
                if (followed != null) {
                    hidden.next(table, followed);
                    shapes.last(followed)
                            .ifPresent(shape -> FormerTimes.refuse(table, followed, shape));
                }
            }
            case WRITE_ROWS, EXT_WRITE_ROWS -> {
                WriteRowsEventData rows = (WriteRowsEventData) data;
                if (!isWhole("INSERT", rows.getTableId(), rows.getIncludedColumns(), null)) {
                    return;
                }
            }
            case UPDATE_ROWS, EXT_UPDATE_ROWS -> {
                UpdateRowsEventData rows = (UpdateRowsEventData) data;
                if (!isWhole(
                        "UPDATE",
                        rows.getTableId(),
                        rows.getIncludedColumnsBeforeUpdate(),
                        rows.getIncludedColumns())) {
                    return;
                }
            }
            case DELETE_ROWS, EXT_DELETE_ROWS -> {
                DeleteRowsEventData rows = (DeleteRowsEventData) data;
                if (!isWhole("DELETE", rows.getTableId(), rows.getIncludedColumns(), null)) {
                    return;
                }
            }
            case PARTIAL_UPDATE_ROWS_EVENT -> {
                TableId table = followed(((LoggedEvents.PartialRows) data).table());
                if (table != null) {
                    lose(
                            List.of(table),
                            "an UPDATE with parts of JSON values (binlog_row_value_options ="
                                    + " PARTIAL_JSON)",
                            "Sessions that change tables of the task need binlog_row_value_options"
                                    + " = ''");
                }
                return;
            }
            case EXECUTE_LOAD_QUERY -> {
                statement((LoggedQuery) data);
                return;
            }
            case QUERY -> {
                boolean isOfSession =
                        (((EventHeaderV4) event.getHeader()).getFlags() & THREAD_SPECIFIC) != 0;
                if (altersNothing || !passes((LoggedQuery) data, isOfSession)) {
                    return;
                }
            }
            case INCIDENT ->
                    lose(
                            shapes.selected(),
                            "an incident: the server could not write all changes to it",
                            "See the server's error log");
            case LOAD,
                    NEW_LOAD,
                    CREATE_FILE,
                    APPEND_BLOCK,
                    EXEC_LOAD,
                    PRE_GA_WRITE_ROWS,
                    PRE_GA_UPDATE_ROWS,
                    PRE_GA_DELETE_ROWS ->
                    LOG.trace("An event of servers before MySQL 5.1");
            default -> refuseUnknown(event, data);
        }
        next.handle(event);
    }

    private void refuseUnknown(Event event, EventData data) {
        if (data instanceof LoggedEvents.Unknown unknown) {
            throw new ReplicationException(
                    FailureKind.FATAL,
                    "following the log",
                    "the event at %s is of a kind that is not known here (%d), so that it cannot be"
                                    .formatted(here(), unknown.type())
                            + " passed over: the server is newer than this connector");
        }
        if (data instanceof LoggedEvents.Unreadable unreadable
                && !(unreadable.hasRows()
                        && tables.containsKey(unreadable.table())
                        && followed(unreadable.table()) == null)) {
            throw new ReplicationException(
                    FailureKind.FATAL,
                    "following the log",
                    "the event of kind %d at %s cannot be read: %s"
                            .formatted(
                                    unreadable.type(),
                                    here(),
                                    unreadable.cause()),
                    unreadable.cause());
        }
    }

    /** Is the statement Debezium's to read? */
    private boolean passes(LoggedQuery query, boolean isOfSession) {
        String sql = query.getSql().strip();
        if (sql.equalsIgnoreCase("BEGIN") || sql.equalsIgnoreCase("COMMIT")) {
            return true;
        }
        if (sql.regionMatches(true, 0, "SAVEPOINT", 0, 9)) {
            return false;
        }
        if (sql.regionMatches(true, 0, "ROLLBACK", 0, 8)) {
            // changes of tables that know no transactions stand between others, which are void
            lose(
                    Set.copyOf(changed),
                    "rows that were rolled back later",
                    "Transactions that change tables of the task should not change tables of"
                            + " engines without transactions too");
            if (sql.equalsIgnoreCase("ROLLBACK")) {
                query.setSql("COMMIT");
                return true;
            }
            return false;
        }
        boolean changesRows = statement(query);
        if (!changesRows) {
            // perhaps CREATE TRIGGER
            writesOthers.clear();
        }
        return !changesRows
                && !(isOfSession
                        && StatementReader.isOfTemporaryTable(
                                query.getSql(), query.getDatabase()));
    }

    /** Tells of the tables that a statement changes; false where it is none that changes rows. */
    private boolean statement(LoggedQuery query) {
        query.makePlain(flavour);
        Optional<StatementTables> changes =
                StatementTables.of(query.getSql(), query.getDatabase());
        changes.ifPresent(this::lose);
        return changes.isPresent();
    }

    /** The log has a change of these tables here that it does not say. */
    private void lose(Collection<TableId> unknown, String what, String remedy) {
        lost.add(unknown, what, remedy, places.now());
    }

    private void lose(StatementTables statement) {
        String what = "a statement (" + statement.kind() + ") in place of rows";
        if (statement.all() || statement.names().stream().anyMatch(this::mayChangeOthers)) {
            lose(
                    shapes.selected(),
                    what + ", which may have changed any table, by a function, trigger or view",
                    IN_ROWS);
            return;
        }
        Set<TableId> changes = new TreeSet<>();
        for (TableId table : shapes.selected()) {
            if (statement.names().stream().anyMatch(name -> name.mayBe(table))) {
                changes.add(table);
            }
        }
        lose(changes, what, IN_ROWS);
    }

    private boolean mayChangeOthers(StatementTables.Name name) {
        return name.database() != null
                && writesOthers.computeIfAbsent(
                        new TableId(name.database(), name.table()), lost::writesOthers);
    }

    /** The table, where it is followed, by the number that the log has for it. */
    private TableId followed(long number) {
        TableMapEventData table = tables.get(number);
        if (table == null) {
            return null;
        }
        TableId id = new TableId(table.getDatabase(), table.getTable());
        return followed().contains(id) ? id : null;
    }

    private Collection<TableId> followed() {
        Collection<TableId> now = shapes.selected();
        if (now != selected) {
            selected = now;
            followed = Set.copyOf(now);
        }
        return followed;
    }

    /** Has the log all columns of these rows? Those of tables that are not followed do not count. */
    private boolean isWhole(String kind, long number, BitSet columns, BitSet others) {
        TableId table = followed(number);
        if (table == null) {
            return true;
        }
        withRows = table;
        int all = hidden.count(tables.get(number));
        if (columns.cardinality() == all && (others == null || others.cardinality() == all)) {
            changed.add(table);
            return true;
        }
        lose(
                List.of(table),
                "rows of an " + kind + " without all of their columns (binlog_row_image)",
                WHOLE_ROWS);
        return false;
    }
}
