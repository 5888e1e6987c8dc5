// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Waits for a number of rows. Counting costs the target something, so it is done seldom in the
 * beginning, and at the right time in the end: counting takes one fiftieth of the time, and as the
 * rows come near, the next look is when the last one is expected.
 */
final class Arrival {
    private static final long SHORTEST = 20;
    private static final long LONGEST = 5_000;
    private static final int SHARE = 50;

    private final Scene scene;
    private final WorkerProcess worker;
    private final String[] connectors;
    private long lastRows;
    private long lastMillis;

    Arrival(Scene scene, WorkerProcess worker, String... connectors) {
        this.scene = scene;
        this.worker = worker;
        this.connectors = connectors;
    }

    void await(Span.Watch watch)
            throws SQLException, InterruptedException, MeasurementFailedException {
        Patience patience = new Patience(watch, scene);
        try (Connection connection = scene.target().connect();
                Statement statement = connection.createStatement()) {
            while (true) {
                long begin = (long) (watch.wallSeconds() * 1000);
                long rows = count(statement);
                if (rows == scene.rows()) {
                    return;
                }
                for (String connector : connectors) {
                    worker.check(connector);
                }
                long now = (long) (watch.wallSeconds() * 1000);
                patience.pause(untilNextLook(rows, now, (now - begin) * SHARE));
            }
        }
    }

    private long count(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT count(*) FROM " + scene.shape().table())) {
            row.next();
            return row.getLong(1);
        }
    }

    private long untilNextLook(long rows, long now, long cheap) {
        long wait = Math.min(LONGEST, cheap);
        if (rows > lastRows) {
            double perMilli = (rows - lastRows) / (double) Math.max(1, now - lastMillis);
            wait = Math.min(wait, (long) ((scene.rows() - rows) / perMilli));
            lastRows = rows;
            lastMillis = now;
        }
        return Math.max(SHORTEST, wait);
    }
}
