// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads the events of a prepared transaction from the log again, on a connection of its own. */
final class PreparedRows {
    private final Supplier<BinaryLogClient> clients;

    /**
     * @param clients makes a client of the log, with everything set but where to begin
     */
    PreparedRows(Supplier<BinaryLogClient> clients) {
        this.clients = clients;
    }

    /**
     * @param to gets each event from the place on, and says whether it wants more
     * @return false where the server has the log no longer
     */
    boolean read(XaTransactions.Place from, Reader to) {
        BinaryLogClient client = clients.get();
        client.setBlocking(false);
        client.setKeepAlive(false);
        client.setBinlogFilename(from.file());
        client.setBinlogPosition(from.offset());
        Listener listener = new Listener(client, to);
        client.registerEventListener(listener);
        try {
            client.connect();
        } catch (IOException e) {
            if (LogFailures.isGone(e)) {
                return false;
            }
            throw new ReplicationException(
                    FailureKind.RECOVERABLE,
                    "reading a prepared transaction",
                    String.valueOf(e.getMessage()),
                    e);
        } finally {
            listener.end();
        }
        if (listener.failure != null) {
            throw listener.failure;
        }
        return true;
    }

    /** Takes events for as long as there is more to take. */
    interface Reader {
        /** Returns false when this was the last one. */
        boolean take(Event event);
    }

    /** The client would log what a listener throws, and go on. */
    private static final class Listener implements BinaryLogClient.EventListener {
        private final BinaryLogClient client;
        private final Reader reader;
        private boolean done;
        private RuntimeException failure;

        Listener(BinaryLogClient client, Reader reader) {
            this.client = client;
            this.reader = reader;
        }

        @Override
        public void onEvent(Event event) {
            if (done) {
                return;
            }
            try {
                done = !reader.take(event);
            } catch (RuntimeException e) {
                done = true;
                failure = e;
            }
            if (done) {
                end();
            }
        }

        void end() {
            try {
                client.disconnect();
            } catch (IOException e) {
                done = true;
            }
        }
    }
}
