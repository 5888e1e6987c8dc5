// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.cli.connect.ConnectClient;
import io.dmsconnect.cli.connect.ConnectClient.KeyProblem;
import io.dmsconnect.cli.connect.ConnectException;
import io.dmsconnect.cli.connect.ConnectorStatus;
import io.dmsconnect.cli.plan.ConnectorPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A {@link Worker} in a process of its own, with the connectors of one measurement. */
final class WorkerProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(30);

    /** It goes by itself, should nobody have stopped it. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final Process process;
    private final ConnectClient connect;
    private final String clusterId;
    private final String bootstrapServers;
    private final Path state;
    private final Path collections;

    /**
     * @param ready what the worker has said
     */
    private WorkerProcess(Process process, String[] ready, Path state, Path collections) {
        this.process = process;
        this.connect = new ConnectClient(URI.create(ready[1]));
        this.clusterId = ready[2];
        this.bootstrapServers = ready[3];
        this.state = state;
        this.collections = collections;
    }

    /** Returns when it is ready for connectors. */
    static WorkerProcess start(Scene scene, Path plugins)
            throws IOException, MeasurementFailedException {
        Path state = scene.folder().resolve("worker");
        Path collections = scene.folder().resolve("gc.log");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + scene.heap(),
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Xlog:gc:file=" + collections + "::filecount=0",
                                "-Dfile.encoding=UTF-8",
                                "-Duser.timezone=UTC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Worker.class.getName(),
                                state.toString(),
                                plugins.toString(),
                                Long.toString(scene.lifetime().plus(GRACE).toSeconds()))
                        .redirectError(scene.folder().resolve("worker.err").toFile())
                        .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line; (line = out.readLine()) != null; ) {
            String[] words = line.split(" ");
            if (words[0].equals(Worker.READY)) {
                return new WorkerProcess(process, words, state, collections);
            }
        }
        process.destroyForcibly();
        throw new MeasurementFailedException("the worker did not start; see " + state);
    }

    String clusterId() {
        return clusterId;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** So far. */
    MemoryUse memory() throws IOException {
        return MemoryUse.of(process.pid(), collections);
    }

    /** Connectors that refuse their configuration are a failure. */
    void check(List<ConnectorPlan> plans) throws MeasurementFailedException {
        for (ConnectorPlan plan : plans) {
            List<KeyProblem> problems = connect.validate(plan);
            if (!problems.isEmpty()) {
                throw new MeasurementFailedException(plan.name() + ": " + problems);
            }
        }
    }

    void put(List<ConnectorPlan> plans) {
        plans.forEach(connect::put);
    }

    /** Throws where a connector has failed. */
    void check(String connector) throws MeasurementFailedException {
        Optional<String> failure;
        try {
            failure = connect.status(connector).flatMap(ConnectorStatus::failure);
        } catch (ConnectException e) {
            failure = Optional.of("the worker does not answer, or died: see " + state);
        }
        if (failure.isPresent()) {
            throw new MeasurementFailedException(connector + ": " + failure.get());
        }
    }

    /** By its own process id, and at once: nothing of it is needed any more. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(STOP.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
    }
}
