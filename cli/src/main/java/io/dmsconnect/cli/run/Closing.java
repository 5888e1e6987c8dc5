// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * What has been opened, closed in reverse order and once. One thread may open while another closes:
 * what comes later than the closing is closed at once.
 */
public final class Closing implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean closed;

    /** As {@link #add}; a closing meanwhile waits until it is open, which a server has to be. */
    public synchronized <T extends AutoCloseable> T open(Supplier<T> opening) {
        if (closed) {
            throw new IllegalStateException("everything is being closed");
        }
        return add(opening.get());
    }

    public synchronized <T extends AutoCloseable> T add(T part) {
        if (closed) {
            close(part);
        } else {
            opened.push(part);
        }
        return part;
    }

    /** Returns when all of it is closed, also where another thread does it. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(Closing.class).warn("Not closed cleanly", e);
        }
    }
}
