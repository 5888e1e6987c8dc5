// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.connect.LoggedShape;
import io.dmsconnect.core.schema.SecondaryObjects;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceTask;

/**
 * One kind of source database: what its catalogue says, how its tables are read whole, and how its
 * log of changes is followed. One engine serves one connector task; every method opens what it
 * needs on its own connection unless it says otherwise. Failures are {@link
 * io.dmsconnect.core.failure.ReplicationException}s.
 */
public interface SourceEngine extends AutoCloseable {

    /**
     * What is wrong with the server and the user for this migration type, each with what to do.
     * Reads only. Empty: all is well.
     *
     * @param changes true where the log will be followed
     */
    List<Finding> check(boolean changes);

    /**
     * What is wrong with these tables or the user's rights on them, each with what to do. Reads
     * only.
     *
     * @param changes true where the log will be followed
     */
    default List<Finding> checkTables(Collection<TableId> selected, boolean changes) {
        return List.of();
    }

    /** All ordinary tables of all schemas that are the user's own (no system schemas), sorted. */
    List<TableId> tables();

    /** All views, materialized ones too, of the same schemas, sorted. */
    List<TableId> views();

    /** What looks like a table and cannot be migrated, with the reason, in words. */
    default Map<TableId, String> unusable() {
        return Map.of();
    }

    /**
     * Tables that no task can follow any longer, whatever they were before, each with why, and what
     * to do.
     */
    default Map<TableId, String> unfollowable() {
        return Map.of();
    }

    /**
     * The tables' exact shapes; a table that is gone is left out. One round trip for many tables.
     */
    Map<TableId, Table> describe(Collection<TableId> tables);

    /**
     * The shape that a table had when the log wrote a change, as far as the source still tells it.
     *
     * @param logged what the change itself says of it
     * @return columns in the order of the log, each with its type and its id; empty where the
     *     engine knows no better than {@link #describe}
     * @throws io.dmsconnect.core.failure.ReplicationException where the shape could mean two things
     * @throws io.dmsconnect.core.connect.LostShapeException where the change is to be left out,
     *     since its table is gone or will be loaded with it
     */
    default Optional<Table> logged(TableId table, LoggedShape logged) {
        return Optional.empty();
    }

    /**
     * What the table has beside its columns and its key, in the source's names; {@link
     * SecondaryObjects#NONE} for a view or a table that is gone. Reads only.
     */
    SecondaryObjects secondaryObjects(TableId table);

    /** Rows by the server's own statistics, -1 where it has none. Never counts. */
    Map<TableId, Long> estimatedRows(Collection<TableId> tables);

    /**
     * Fixes the place in the log from which changes will be followed and keeps the log from there
     * on (PostgreSQL: publication and slot). Done once per task, before the first row is read;
     * harmless when repeated. Tables whose changes the log cannot fully carry are warned about.
     *
     * @return the place, in the engine's own form, for {@link #changeTask}
     */
    String prepareChanges(Collection<TableId> selected);

    /**
     * As {@link #prepareChanges}, for a task that has begun earlier: tables may have come, but the
     * log must still hold everything from the position on.
     *
     * @throws io.dmsconnect.core.failure.ReplicationException where it does not
     */
    default void resumeChanges(Collection<TableId> selected, String startPosition) {
        prepareChanges(selected);
    }

    /**
     * Of followed tables those whose changes have a gap, most likely because the table was dropped
     * and made anew: they have to be loaded again.
     *
     * @param followed tables with the number of the load their changes wait for, 0 for none
     * @return with the number the next load has to have at least
     */
    Map<TableId, Long> remade(Map<TableId, Long> followed);

    /**
     * What makes each table the one it is for whoever follows its changes, as a text of the
     * engine's: which object it is, its key, how the log identifies its rows. Tables that are gone,
     * or all where the engine does not tell, are left out.
     */
    default Map<TableId, String> identities(Collection<TableId> tables) {
        return Map.of();
    }

    /** Sees tables change that are followed; empty where the log itself tells of that. */
    default Optional<CatalogueWatch> watch() {
        return Optional.empty();
    }

    /**
     * Tables that came later, whose changes are followed from now on: when this returns, a snapshot
     * taken afterwards has every row of theirs that the log read from now on does not have. Waits
     * as long as that takes, for transactions that are open (PostgreSQL), and is harmless when
     * repeated. A {@link #changeTask} for them is at work already.
     *
     * @param all the tables that are followed, the new ones too
     */
    void addTables(Collection<TableId> all);

    /**
     * Debezium's task for following the log.
     *
     * @param selected tables to follow
     * @param startPosition what {@link #prepareChanges} returned when the task first started
     */
    ChangeTask changeTask(Collection<TableId> selected, String startPosition);

    /**
     * As above.
     *
     * @param followed knows the tables, and is told of those that are no longer the same
     */
    default ChangeTask changeTask(
            Collection<TableId> selected, String startPosition, Followed followed) {
        return changeTask(selected, startPosition);
    }

    /**
     * A Debezium task, not started. In place of a text or bytes that the log does not carry, the
     * records of the task have {@link io.dmsconnect.core.connect.Absence#TEXT} or {@link
     * io.dmsconnect.core.connect.Absence#BYTES}, those very objects; of other types, and where an
     * image lacks many columns, {@link io.dmsconnect.core.connect.AbsentColumns} names them.
     *
     * @param config what to start it with
     * @param partition the source partition its offsets are kept under
     * @param firstOffset the offset to give it where Kafka Connect has stored none yet
     */
    record ChangeTask(
            SourceTask task,
            Map<String, String> config,
            Map<String, Object> partition,
            Map<String, Object> firstOffset) {}

    /**
     * A consistent view of the database for the full load.
     *
     * @param readers how many connections will read at the same time
     */
    LoadSnapshot snapshot(int readers);

    /**
     * As {@link #snapshot(int)}, for a load of these tables: one that is altered before its turn
     * comes is never read by columns that its rows in the snapshot do not have.
     */
    default LoadSnapshot snapshot(int readers, Collection<TableId> tables) {
        return snapshot(readers);
    }

    /**
     * What has to be read from a newer snapshot where some of these slices were loaded from an
     * older one.
     */
    Resumption resumption(Table table, List<Slice> slices);

    /**
     * The current end of the log, comparable as described for the engine; empty where there is
     * none.
     */
    Optional<String> logEnd();

    /**
     * Has the log been followed beyond a place?
     *
     * @param offset a source offset of Debezium's, or another one, which says nothing
     * @param logEnd the place, as {@link #logEnd} told it
     */
    boolean isBeyond(Map<String, ?> offset, String logEnd);

    /**
     * How Debezium writes the rows of a table; empty where the table is gone.
     *
     * @param table as {@link #describe} gave it; its columns' order is that of the rows
     * @param position of the snapshot the rows are read from
     */
    Optional<ChangeForm> changeForm(Table table, String position);

    /**
     * The columns of a table that a load reads at a place in the log get their ids.
     *
     * @param table as {@link #describe} gave it after the place was fixed
     * @param held what {@link LoadSnapshot#hold} gave before the table was described
     * @param begun the identities this load was given before; empty where it begins
     */
    default LoadIdentity identify(Table table, String position, String held, String begun) {
        return new LoadIdentity(table, begun);
    }

    /** A load of an earlier run was given these identities. */
    default void identified(TableId table, String identities) {}

    /**
     * Is a change of a table at this place void, because the table became another one before it and
     * is going to be loaded again, as {@link #remade} says?
     *
     * @param generations loads of the table that came of themselves, as for {@link #remade}
     */
    default boolean isPast(TableId table, long generations, Supplier<String> position) {
        return false;
    }

    /** Ends whatever other threads are doing in this engine. */
    @Override
    void close();
}
