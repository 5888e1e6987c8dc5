// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.source.Failures;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session that held our slot a moment ago, and that we have closed. Debezium closes one in the
 * middle of its start, when it has found the place to go on at
 * (PostgresStreamingChangeEventSource.execute). A server that is just then putting a change of 40
 * MB together notices the end when it writes to the closed connection, and holds the slot until
 * then. A start that ended there would begin with the same change, and end at the same place each
 * time.
 */
final class FormerSession {
    private static final Logger LOG = LoggerFactory.getLogger(FormerSession.class);

    /** PostgreSQL's own default of {@code wal_sender_timeout}, twice. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final int process;

    /**
     * @param process the server's process of the session
     */
    FormerSession(int process) {
        this.process = process;
    }

    /** Starts reading from a slot. */
    interface Start<T> {
        T start() throws SQLException, InterruptedException;
    }

    /** Starts as soon as the session has let go of the slot; one of anybody else is a failure. */
    <T> T outlive(Start<T> start) throws SQLException, InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        for (int tries = 0; ; tries++) {
            try {
                return start.start();
            } catch (SQLException | RuntimeException e) {
                if (!holdsSlot(e) || System.nanoTime() > giveUp) {
                    throw e;
                }
                if (tries == 0) {
                    LOG.info("The server has not yet noticed the end of session {}", process);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    private boolean holdsSlot(Exception failure) {
        return Failures.isInUse(failure)
                && Failures.reason(failure).matches("(?s).*\\b" + process + "\\b.*");
    }
}
