// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.LargeValue;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A value inside a file that stays open. */
record FileRange(FileChannel file, long from, long bytes) implements LargeValue {
    private static final int BUFFER = 1 << 16;

    @Override
    public InputStream open() {
        return new BufferedInputStream(reader(), BUFFER);
    }

    Reader reader() {
        return new Reader(this);
    }

    /** Reads what it is asked for and no more, so that its position is exact. */
    static final class Reader extends InputStream {
        private final FileRange range;
        private long read;

        private Reader(FileRange range) {
            this.range = range;
        }

        /** In the file. */
        long position() {
            return range.from + read;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            long left = range.bytes - read;
            if (left <= 0) {
                return -1;
            }
            int wanted = (int) Math.min(left, length);
            int got = range.file.read(ByteBuffer.wrap(bytes, offset, wanted), position());
            if (got > 0) {
                read += got;
            }
            return got;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.max(0, Math.min(count, range.bytes - read));
            read += skipped;
            return skipped;
        }
    }
}
