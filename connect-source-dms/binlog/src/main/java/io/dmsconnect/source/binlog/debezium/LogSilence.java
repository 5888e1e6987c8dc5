// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import com.github.shyiko.mysql.binlog.BinaryLogClient;

/**
 * Notices that the server says nothing any more, as where the machine was suspended: idle servers
 * send a heartbeat every 8 s. An event that takes long is no silence, for example a statement with
 * many parts, which a parser that is not warm reads for half a minute on a busy machine, or rows
 * that nobody takes. Debezium's own client counts these too, and would begin at the same place again
 * and again. Thread-safe.
 */
public final class LogSilence extends BinaryLogClient.AbstractLifecycleListener {
    private static final int SECONDS = 20;

    private final Runnable silent;
    private Thread watch;
    private boolean heard = true;
    private int reading;
    private int seconds;
    private boolean gone;

    /**
     * @param silent is called once
     */
    public LogSilence(Runnable silent) {
        this.silent = silent;
    }

    @Override
    public synchronized void onConnect(BinaryLogClient client) {
        gone = false;
        if (watch == null) {
            watch = new Thread(this::watch, "dms-log-silence");
            watch.setDaemon(true);
            watch.start();
        }
    }

    /** A server that is shut down ends the connection without an error. */
    @Override
    public synchronized void onDisconnect(BinaryLogClient client) {
        gone = true;
    }

    /** Nobody listens any longer. */
    public synchronized void close() {
        if (watch != null) {
            watch.interrupt();
            watch = null;
        }
    }

    /** An event has come, and is being read from now on. */
    public synchronized void begin() {
        reading++;
    }

    /** The event is read. */
    public synchronized void end() {
        reading--;
        heard = true;
    }

    private void watch() {
        try {
            // seconds that this process does not get are none that the server is silent
            do {
                Thread.sleep(1000);
            } while (!isSilentForOneMore());
            silent.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One more second has passed. */
    synchronized boolean isSilentForOneMore() {
        seconds = reading > 0 || heard ? 0 : seconds + 1;
        heard = false;
        return gone || seconds >= SECONDS;
    }
}
