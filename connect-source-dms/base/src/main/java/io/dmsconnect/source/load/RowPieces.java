// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.load;

import io.dmsconnect.core.event.LoadMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;

/** The bytes of one row, handed on in pieces while they are written. */
final class RowPieces extends OutputStream {
    /** Writes the row. */
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Takes a piece, whose bytes are its own; waits where there is no room. */
    interface Output {
        void put(LoadMessage.Piece piece) throws InterruptedException;
    }

    private final long row;
    private final int size;
    private final Output output;
    private byte[] bytes;
    private int length;
    private long sent;

    /**
     * @param size of a piece
     */
    RowPieces(long row, int size, Output output) {
        this.row = row;
        this.size = size;
        this.output = output;
        this.bytes = new byte[size];
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        int done = 0;
        while (done < count) {
            if (length == size) {
                send(false);
            }
            int part = Math.min(count - done, size - length);
            System.arraycopy(from, offset + done, bytes, length, part);
            length += part;
            done += part;
        }
    }

    /** The row is complete. */
    void end() {
        send(true);
    }

    private void send(boolean last) {
        try {
            output.put(new LoadMessage.Piece(row, sent, last, ByteBuffer.wrap(bytes, 0, length)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the task is stopping");
        }
        sent += length;
        length = 0;
    }
}
