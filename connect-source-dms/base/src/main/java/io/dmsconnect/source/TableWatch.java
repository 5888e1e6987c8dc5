// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.source.load.LoadState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows what each followed table was when its changes began to be followed, and has an engine that
 * can tell look twice a second whether it still is. A table that was replaced (by RENAME, say) is
 * loaded anew by {@link LateTables}. One whose changes the log lacks from now on ends the task,
 * unless somebody mends that at once. Thread-safe.
 */
final class TableWatch implements Followed {
    private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);
    private static final long LOOK_MILLIS = 400;
    private static final long RETRY_MILLIS = 1000;

    /** Who drops a key to make another one has done so by then. */
    private static final long MEND_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SourceEngine engine;
    private final TaskOffsets offsets;
    private final Marks marks;
    private final Due due;
    private final Consumer<RuntimeException> failed;
    private final BiFunction<Runnable, String, Thread> threads;
    private final boolean reloads;
    private final Map<TableId, String> known = new HashMap<>();
    private final Map<TableId, Replaced> replaced = new HashMap<>();
    private final Map<TableId, Unfollowed> unfollowed = new HashMap<>();
    private final Map<TableId, String> accepted = new HashMap<>();
    private Thread thread;
    private boolean news;
    private boolean closed;

    /**
     * @param settled is it so no longer for a load of the table with this identity?
     */
    private record Replaced(String why, Predicate<String> settled) {}

    /** Returns when Kafka has it that the table has to be loaded anew. */
    interface Due {
        void remember(TableId table, String why) throws InterruptedException;
    }

    private record Unfollowed(String why, long sinceNanos) {}

    /**
     * @param due is told of tables whose changes are left out
     * @param failed takes what ends the task
     * @param threads makes the thread, not started
     * @param reloads can a table be loaded while changes are read?
     */
    TableWatch(
            SourceEngine engine,
            TaskOffsets offsets,
            Marks marks,
            Due due,
            Consumer<RuntimeException> failed,
            BiFunction<Runnable, String, Thread> threads,
            boolean reloads) {
        this.engine = engine;
        this.offsets = offsets;
        this.marks = marks;
        this.due = due;
        this.failed = failed;
        this.threads = threads;
        this.reloads = reloads;
    }

    /**
     * From now on these tables are followed as what they are here. What the catalogue said of them
     * before it would say again.
     */
    synchronized void follow(Map<TableId, String> identities) {
        known.putAll(identities);
        unfollowed.keySet().removeAll(identities.keySet());
        replaced.entrySet()
                .removeIf(
                        table ->
                                identities.containsKey(table.getKey())
                                        && table.getValue()
                                                .settled()
                                                .test(identities.get(table.getKey())));
    }

    /** Tables to be loaded anew, each with the reason. */
    synchronized Map<TableId, String> replaced() {
        Map<TableId, String> reasons = new HashMap<>();
        replaced.forEach((id, table) -> reasons.put(id, table.why()));
        return reasons;
    }

    @Override
    public synchronized Optional<String> identity(TableId table) {
        return Optional.ofNullable(known.get(table));
    }

    @Override
    public void replaced(TableId table, String why, Predicate<String> settled)
            throws InterruptedException {
        due.remember(table, why);
        replace(table, new Replaced(why, settled));
    }

    @Override
    public void replaced(
            TableId table, Predicate<String> compared, String why, Predicate<String> settled)
            throws InterruptedException {
        if (isStill(table, compared, settled)) {
            due.remember(table, why);
        }
        synchronized (this) {
            if (isStill(table, compared, settled)) {
                replace(table, new Replaced(why, settled));
            }
        }
    }

    private synchronized boolean isStill(
            TableId table, Predicate<String> compared, Predicate<String> settled) {
        String now = known.get(table);
        return now == null || compared.test(now) || !settled.test(now);
    }

    @Override
    public boolean reloads() {
        return reloads;
    }

    private synchronized void replace(TableId table, Replaced why) {
        replaced.put(table, why);
        unfollowed.remove(table);
        LOG.warn("Table {} has to be loaded anew: {}", table, why.why());
        news = true;
        notifyAll();
    }

    /**
     * Waits until another table has to be loaded anew.
     *
     * @param millis at most; 0 for ever
     */
    synchronized void await(long millis) throws InterruptedException {
        // a table that is gone for the moment is looked for again
        long most = !replaced.isEmpty() ? RETRY_MILLIS : millis;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(most);
        while (!news && !closed) {
            long left = most == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left < 0 || (left == 0 && most > 0)) {
                return;
            }
            wait(left);
        }
        news = false;
        if (closed) {
            throw new InterruptedException("the task is stopping");
        }
    }

    synchronized void start() {
        Optional<CatalogueWatch> watch = closed ? Optional.empty() : engine.watch();
        if (watch.isPresent() && thread == null) {
            thread = threads.apply(() -> run(watch.get()), "-watch");
            thread.start();
        }
    }

    /** How tables that were followed by an earlier run stand now. */
    Map<TableId, TableStanding> compare(Map<TableId, String> former) {
        Optional<CatalogueWatch> watch = engine.watch();
        if (watch.isEmpty() || former.isEmpty()) {
            return Map.of();
        }
        try (CatalogueWatch open = watch.get()) {
            return open.look(former);
        }
    }

    private void run(CatalogueWatch watch) {
        String told = "";
        try (watch) {
            while (!isClosed()) {
                try {
                    look(watch);
                    told = "";
                } catch (ReplicationException e) {
                    if (isClosed()) {
                        return;
                    }
                    if (e.kind() == FailureKind.CONFIGURATION) {
                        throw e;
                    }
                    if (!told.equals(e.getMessage())) {
                        LOG.warn(
                                "The catalogue could not be looked at; tried again: {}",
                                e.getMessage());
                    }
                    told = e.getMessage();
                }
                checkMended();
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!isClosed()) {
                failed.accept(e);
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void look(CatalogueWatch watch) {
        Map<TableId, String> asked;
        synchronized (this) {
            asked = new HashMap<>(known);
            asked.keySet().removeAll(replaced.keySet());
        }
        for (Map.Entry<TableId, TableStanding> table : watch.look(asked).entrySet()) {
            take(table.getKey(), asked.get(table.getKey()), table.getValue());
        }
    }

    private synchronized void take(TableId id, String asked, TableStanding standing) {
        if (!asked.equals(known.get(id)) || replaced.containsKey(id)) {
            return;
        }
        if (standing.isReplaced()) {
            replace(id, new Replaced(standing.loadAnew(), identity -> true));
            return;
        }
        known.put(id, standing.identity());
        if (!standing.isUnfollowed()) {
            unfollowed.remove(id);
            accepted.put(id, standing.identity());
        } else if (!unfollowed.containsKey(id)) {
            LOG.warn("Table {}: {}", id, standing.unfollowed());
            unfollowed.put(id, new Unfollowed(standing.unfollowed(), System.nanoTime()));
        }
    }

    /**
     * Stores of tables whose load is complete what they are now; of others the first look after a
     * start finds the same once more. Called by the thread that asks for loads: nobody else changes
     * the states meanwhile.
     */
    void store() throws InterruptedException {
        Map<TableId, String> now;
        synchronized (this) {
            now = Map.copyOf(accepted);
            accepted.clear();
        }
        if (now.isEmpty()) {
            return;
        }
        for (Map.Entry<TableId, LoadState> table : offsets.loads(now.keySet()).entrySet()) {
            LoadState state = table.getValue().identified(now.get(table.getKey()));
            if (state.complete()) {
                marks.send(offsets.of(table.getKey()), state.offset());
            }
        }
    }

    private synchronized void checkMended() {
        unfollowed.forEach(
                (id, table) -> {
                    if (System.nanoTime() - table.sinceNanos() > MEND_NANOS) {
                        throw new ReplicationException(
                                FailureKind.CONFIGURATION, "" + id, table.why());
                    }
                });
    }

    synchronized void close() {
        closed = true;
        notifyAll();
        if (thread != null) {
            thread.interrupt();
        }
    }
}
