// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A server's process. It ends with this JVM, also when that is killed: the kernel signals it
 * (setpriv's --pdeathsig) when the thread that started it dies, hence the thread that never ends.
 */
final class ServerProcess {
    private static final Duration STOP = Duration.ofMinutes(2);
    private static final Duration KILL = Duration.ofMinutes(1);

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /**
     * @param signal what the server takes as "shut down" when the JVM is gone
     * @param asNobody true to give up root
     */
    static ServerProcess start(List<String> command, Path log, String signal, boolean asNobody) {
        List<String> whole = new ArrayList<>();
        if (asNobody) {
            whole.addAll(asNobody());
        }
        if (Setpriv.FOLLOWS_PARENT) {
            // a process of its own after the change of user, which would clear the signal
            whole.addAll(List.of("setpriv", "--pdeathsig=" + signal));
        }
        whole.addAll(command);
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread keeper =
                new Thread(
                        () -> {
                            try {
                                Process process =
                                        new ProcessBuilder(whole)
                                                .redirectErrorStream(true)
                                                .redirectOutput(
                                                        ProcessBuilder.Redirect.appendTo(
                                                                log.toFile()))
                                                .start();
                                started.complete(process);
                                process.waitFor();
                            } catch (IOException e) {
                                started.completeExceptionally(e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "server-" + command.get(0));
        keeper.setDaemon(true);
        keeper.start();
        return new ServerProcess(started.join());
    }

    /** What to put before a command so that it runs as the user nobody. */
    static List<String> asNobody() {
        if (!Setpriv.PRESENT) {
            throw new IllegalStateException(
                    "this server does not run as root; install util-linux (setpriv) or use another user");
        }
        return List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }

    /** What this machine's setpriv can do; before util-linux 2.33 it knew no --pdeathsig. */
    private static final class Setpriv {
        private static final boolean PRESENT = works("setpriv", "--version");
        private static final boolean FOLLOWS_PARENT = works("setpriv", "--pdeathsig=TERM", "true");

        private static boolean works(String... command) {
            try {
                return new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, and waits; one that does not listen is killed. */
    void stop(String signal) {
        if (!process.isAlive()) {
            return; // its pid may be another's by now
        }
        signal(signal);
        if (!ended(STOP)) {
            kill();
        }
    }

    /**
     * SIGKILL to it and to all its children, and waits until they are gone: a child that is busy
     * would go on writing to the data long after its parent.
     */
    void kill() {
        if (!process.isAlive()) {
            return;
        }
        signal("STOP"); // no new children while they are being listed
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        if (!ended(KILL)) {
            throw new IllegalStateException("process " + process.pid() + " survived SIGKILL");
        }
        Eventually.holds(
                KILL,
                () -> {
                    for (ProcessHandle child : children) {
                        if (runs(child)) {
                            throw new IllegalStateException(
                                    "process " + child.pid() + " survived SIGKILL");
                        }
                    }
                });
    }

    /** False also for a zombie, whose new parent may never ask for it. */
    private static boolean runs(ProcessHandle child) {
        if (!child.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + child.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false; // gone in between
        }
    }

    private void signal(String name) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            uninterrupted(kill, STOP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean ended(Duration timeout) {
        return uninterrupted(process, timeout);
    }

    /** Waits to the end also in an interrupted test, or its server would outlive it. */
    private static boolean uninterrupted(Process process, Duration timeout) {
        Instant end = Instant.now().plus(timeout);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(
                            Duration.between(Instant.now(), end).toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
