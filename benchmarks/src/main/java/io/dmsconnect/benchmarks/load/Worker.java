// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.cli.Logs;
import io.dmsconnect.cli.embedded.EmbeddedConnect;
import io.dmsconnect.cli.embedded.EmbeddedKafka;
import io.dmsconnect.cli.embedded.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process with a broker and a Connect worker, the same for everybody who is measured. */
final class Worker {
    static final String READY = "READY";

    private Worker() {}

    /**
     * Says {@code READY <url> <cluster id> <broker>} and stays until its input ends or its time is
     * over.
     *
     * @param arguments state folder, plugin path, seconds to live
     */
    public static void main(String[] arguments) throws IOException {
        dieAfter(Duration.ofSeconds(Long.parseLong(arguments[2])));
        StateFolder state = StateFolder.lock(Path.of(arguments[0])).orElseThrow();
        Logs.to(state.path().resolve("worker.log"));
        EmbeddedKafka kafka = EmbeddedKafka.start(state);
        EmbeddedConnect connect = EmbeddedConnect.start(state, kafka, Path.of(arguments[1]));
        System.out.println(
                String.join(
                        " ",
                        READY,
                        connect.url().toString(),
                        kafka.clusterId(),
                        kafka.bootstrapServers()));
        System.out.flush();
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0); // nobody needs its state again
    }

    private static void dieAfter(Duration lifetime) {
        Thread end =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(lifetime.toMillis());
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            Runtime.getRuntime().halt(2);
                        },
                        "end-of-life");
        end.setDaemon(true);
        end.start();
    }
}
