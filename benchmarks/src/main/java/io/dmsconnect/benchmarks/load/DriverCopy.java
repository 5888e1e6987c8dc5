// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** Two COPYs through the driver, a thread for each side. */
final class DriverCopy {
    private static final byte[] END = new byte[0];
    private static final int PIECES = 1_000;

    private DriverCopy() {}

    static void run(Scene scene, String out, String in) throws Exception {
        BlockingQueue<byte[]> pipe = new ArrayBlockingQueue<>(PIECES);
        try (Connection source = scene.source().connect();
                Connection target = scene.target().connect()) {
            CompletableFuture<Void> written =
                    CompletableFuture.runAsync(() -> write(target, in, pipe));
            try {
                CopyOut copy = source.unwrap(PGConnection.class).getCopyAPI().copyOut(out);
                for (byte[] piece; (piece = copy.readFromCopy()) != null; ) {
                    put(pipe, piece, written);
                }
                put(pipe, END, written);
                written.get(scene.lifetime().toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new MeasurementFailedException("COPY through the driver: " + e);
            }
        }
    }

    private static void put(BlockingQueue<byte[]> pipe, byte[] piece, CompletableFuture<?> reader)
            throws InterruptedException, ExecutionException {
        while (!pipe.offer(piece, 1, TimeUnit.SECONDS)) {
            if (reader.isDone()) {
                reader.get(); // throws what ended it
            }
        }
    }

    private static void write(Connection target, String in, BlockingQueue<byte[]> pipe) {
        try {
            CopyIn copy = target.unwrap(PGConnection.class).getCopyAPI().copyIn(in);
            for (byte[] piece; (piece = pipe.take()) != END; ) {
                copy.writeToCopy(piece, 0, piece.length);
            }
            copy.endCopy();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
