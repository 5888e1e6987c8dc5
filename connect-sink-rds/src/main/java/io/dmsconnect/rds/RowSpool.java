// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.connect.LargeRowCodec;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.event.RecordOrigin;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.TableId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The pieces of one row, in a file (in the JVM's {@code java.io.tmpdir}) until the row is complete.
 * Pieces that come again are written again to where they belong.
 */
final class RowSpool implements AutoCloseable {
    /** Which row of which try of which segment. */
    private record Identity(
            TableId table, long generation, long attempt, LoadMessage.Segment segment, long row) {
        static Identity of(LoadMessage.Batch batch) {
            LoadMessage message = batch.message();
            return new Identity(
                    message.table().id(),
                    message.generation(),
                    message.attempt(),
                    message.segment(),
                    batch.piece().row());
        }
    }

    private final Identity identity;
    private final long firstOffset;
    private final FileChannel file;
    private long size;

    /**
     * @param first piece of the row
     */
    RowSpool(LoadMessage.Batch first) {
        this.identity = Identity.of(first);
        this.firstOffset = first.origin().offset();
        if (first.piece().offset() != 0) {
            throw missing(first);
        }
        try {
            Path path = Files.createTempFile("dms-connect-row-", ".tmp");
            file =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            // where the system allows it, nothing is left behind even by a crash
            path.toFile().delete();
        } catch (IOException e) {
            throw unwritten(first.origin(), e);
        }
    }

    /** Offset of the first piece's record: where to begin again. */
    long firstOffset() {
        return firstOffset;
    }

    boolean isOf(LoadMessage.Batch piece) {
        return identity.equals(Identity.of(piece))
                && (piece.piece().offset() > 0 || piece.origin().offset() == firstOffset);
    }

    void add(LoadMessage.Batch batch) {
        LoadMessage.Piece piece = batch.piece();
        if (piece.offset() > size) {
            throw missing(batch);
        }
        try {
            ByteBuffer bytes = piece.bytes().duplicate();
            long at = piece.offset();
            while (bytes.hasRemaining()) {
                at += file.write(bytes, at);
            }
            size = at;
        } catch (IOException e) {
            throw unwritten(batch.origin(), e);
        }
    }

    /**
     * The row in the place of its last piece; it reads from the file.
     *
     * @throws ReplicationException (RECORD) where the pieces do not make a row
     */
    LoadMessage.Batch complete(LoadMessage.Batch last) {
        try {
            file.truncate(size);
            Object[] row = LargeRowCodec.read(last.message().table(), file);
            return new LoadMessage.Batch(
                    last.message().completed(),
                    List.<Object[]>of(row).iterator(),
                    last.raw(),
                    last.piece(),
                    last.origin());
        } catch (IOException e) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "table " + identity.table() + ", " + last.origin(),
                    "the pieces of a row do not fit together; reload the table",
                    e);
        }
    }

    private static ReplicationException missing(LoadMessage.Batch batch) {
        return new ReplicationException(
                FailureKind.TABLE,
                "table " + batch.message().table().id() + ", " + batch.origin(),
                "a piece of a large row is missing before this one (deleted by the topic's"
                        + " retention?); reload the table");
    }

    private static ReplicationException unwritten(RecordOrigin origin, IOException cause) {
        return new ReplicationException(
                FailureKind.RECOVERABLE,
                origin.toString(),
                "a large row cannot be kept in a file in %s (java.io.tmpdir of the worker): %s"
                        .formatted(System.getProperty("java.io.tmpdir"), cause.getMessage()),
                cause);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // it is gone with the process at the latest
            return;
        }
    }
}
