// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.progress.Terminal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C, SIGTERM and a terminal that is closed. The first signal closes what the command has
 * opened, in its own order, prints one line, and ends the process with 128 and the signal's number
 * (130 for Ctrl-C, 143 for SIGTERM). The second one ends it at once, which is no worse than a
 * crash: everything goes on from the state folder.
 *
 * <p>The JVM's own way, a shutdown hook, would not do: classes that are being loaded just then fail
 * with a stack trace, Kafka Connect stops by a hook of its own beside ours, and a second signal
 * means nothing.
 */
final class Interruption implements AutoCloseable {
    /** What takes longer than this to close is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long LAST_LINE_MILLIS = 2_000;

    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
    private static final AtomicInteger RECEIVED = new AtomicInteger();
    private static final AtomicBoolean SAID = new AtomicBoolean();
    private static volatile String line = "Stopped.";
    private static volatile Interruption current;

    private final Terminal terminal;
    private volatile Runnable work = () -> {};

    /**
     * Of a command that has something to close; until {@link #close}.
     *
     * @param terminal where the command prints; the line of the end is the last one there
     */
    Interruption(Terminal terminal) {
        this.terminal = terminal;
        current = this;
    }

    /** The first thing the process does: from now on signals end it as described above. */
    static void install(String[] arguments) {
        String command = arguments.length == 0 ? "" : arguments[0];
        if (List.of("run", "demo").contains(command)) {
            line = "Stopped; 'dms %s' goes on from here.".formatted(command);
        }
        SIGNALS.forEach(Interruption::handle);
    }

    /** By reflection: the compiler warns of the JDK's only interface to signals. */
    private static void handle(String name, int number) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            InvocationHandler received =
                    (proxy, method, given) -> {
                        if (method.getName().equals("handle")) {
                            received(number);
                        }
                        return null;
                    };
            Object proxy =
                    Proxy.newProxyInstance(
                            Interruption.class.getClassLoader(),
                            new Class<?>[] {handler},
                            received);
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // a JVM without, or one that leaves the signal alone (-Xrs): it ends as it likes
        }
    }

    /** The JVM calls this on a thread of its own for each signal. */
    private static void received(int number) {
        if (RECEIVED.incrementAndGet() > 1) {
            end(number);
        }
        Thread watchdog =
                new Thread(
                        () -> {
                            pause(PATIENCE.toMillis());
                            end(number);
                        },
                        "dms-patience");
        watchdog.setDaemon(true);
        watchdog.start();
        Interruption now = current;
        if (now != null) {
            try {
                now.work.run();
            } catch (RuntimeException | LinkageError e) {
                LoggerFactory.getLogger(Interruption.class).warn("Not closed cleanly", e);
            }
        }
        say();
        System.exit(128 + number);
    }

    /** Ends it also where nobody reads what it prints, such as a pager that waits for a key. */
    private static void end(int number) {
        Thread last = new Thread(Interruption::say, "dms-last-line");
        last.setDaemon(true);
        last.start();
        try {
            last.join(LAST_LINE_MILLIS);
        } catch (InterruptedException e) {
            // it ends all the same
        }
        Runtime.getRuntime().halt(128 + number);
    }

    private static void say() {
        if (SAID.compareAndSet(false, true)) {
            Interruption now = current;
            (now == null ? Terminal.standard() : now.terminal).end(line);
        }
    }

    /**
     * Where a signal ends the process just now, the calling thread is not to print or do anything
     * any more: it stays here until the process is gone.
     */
    static void stayIfUnderWay() {
        while (RECEIVED.get() > 0) {
            pause(PATIENCE.toMillis());
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // nobody waits for this thread
        }
    }

    /**
     * What a signal does before the process ends: closes what is open, whatever other threads do.
     */
    void call(Runnable closing) {
        work = closing;
    }

    /** Everything is closed, by the command itself. */
    @Override
    public void close() {
        current = null;
    }
}
