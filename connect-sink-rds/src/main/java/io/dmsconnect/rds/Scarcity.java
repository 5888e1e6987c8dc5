// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The tasks of this worker that log in to one target as one user share the sessions that the user
 * may have. Example: a role with CONNECTION LIMIT 2 and four tasks: as soon as one of them is
 * refused, the others let go of sessions they do not need just now, and for a minute each gives its
 * session back after every transaction. Thread-safe.
 */
final class Scarcity {
    private static final long LASTS_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Too many sessions: of a PostgreSQL role, database or server. */
    private static final String TOO_MANY_POSTGRESQL = "53300";

    /** Of a MySQL or MariaDB server, or user. */
    private static final Set<Integer> TOO_MANY_MYSQL = Set.of(1040, 1203, 1226);

    private static final Map<String, Scarcity> OF_ACCOUNTS = new ConcurrentHashMap<>();

    private final Set<Runnable> savers = ConcurrentHashMap.newKeySet();
    private volatile long refusedAt = System.nanoTime() - LASTS_NANOS;

    private Scarcity() {}

    /** What all pools share that log in like this. */
    static Scarcity of(ConnectionSettings settings) {
        return OF_ACCOUNTS.computeIfAbsent(
                settings.url() + "\n" + settings.user(), account -> new Scarcity());
    }

    /**
     * @param saver lets go of the sessions of a pool that nobody uses
     */
    void join(Runnable saver) {
        savers.add(saver);
    }

    void leave(Runnable saver) {
        savers.remove(saver);
    }

    /** A session could not be had. */
    void refused(SQLException failure) {
        if (TOO_MANY_POSTGRESQL.equals(failure.getSQLState())
                || TOO_MANY_MYSQL.contains(failure.getErrorCode())) {
            refusedAt = System.nanoTime();
            savers.forEach(Runnable::run);
        }
    }

    /** Is a session to be given back as soon as it is not needed? */
    boolean lasts() {
        return System.nanoTime() - refusedAt < LASTS_NANOS;
    }
}
