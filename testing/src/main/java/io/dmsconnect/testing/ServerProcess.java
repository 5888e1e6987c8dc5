// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A server's process. It ends with this JVM, also when that is killed: the kernel signals it
 * (setpriv's --pdeathsig) when the thread that started it dies, hence the thread that never ends.
 */
final class ServerProcess {
    private static final long STOP_SECONDS = 30;

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
        if (Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
            whole.add("/usr/bin/setpriv");
            if (asNobody) {
                whole.addAll(List.of("--reuid=65534", "--regid=65534", "--clear-groups"));
            }
            whole.add("--pdeathsig=" + signal);
        } else if (asNobody) {
            throw new IllegalStateException(
                    "this server does not run as root; install util-linux (setpriv) or use another user");
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

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, and waits. */
    void stop(String signal) {
        signal(signal);
        await();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
