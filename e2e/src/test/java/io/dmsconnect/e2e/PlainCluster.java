// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmsconnect.testing.Eventually;
import io.dmsconnect.testing.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A broker and plain Connect workers (Kafka's own ConnectDistributed), each in a process of its
 * own. All are killed at the end.
 */
final class PlainCluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final String LIFETIME_SECONDS = "900";
    private static final Duration START = Duration.ofMinutes(4);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private final Path folder;

    /**
     * @param folder gets the broker's state and what the processes print
     */
    PlainCluster(Path folder) {
        this.folder = folder;
    }

    /** A broker over the state that is there from the one before. */
    Process startKafka() throws IOException {
        Path address = folder.resolve("kafka.address");
        Files.deleteIfExists(address);
        Process kafka =
                java(
                        "kafka",
                        CLASS_PATH,
                        KafkaMain.class.getName(),
                        folder.resolve("kafka").toString(),
                        address.toString());
        Eventually.holds(
                START,
                () -> {
                    requireAlive(kafka, "kafka");
                    assertThat(address).exists().isNotEmptyFile();
                });
        return kafka;
    }

    /** Kafka's address for clients. */
    String bootstrapServers() throws IOException {
        return Files.readString(folder.resolve("kafka.address"));
    }

    /** A worker that answers; it may still be about to join its group. */
    Worker startWorker(String name, Path plugins, String discovery) throws IOException {
        int port = FreePort.find();
        Path config = folder.resolve(name + ".properties");
        Files.writeString(
                config,
                """
                bootstrap.servers=%1$s
                group.id=%2$s
                config.storage.topic=%2$s-configs
                offset.storage.topic=%2$s-offsets
                status.storage.topic=%2$s-status
                config.storage.replication.factor=1
                offset.storage.replication.factor=1
                status.storage.replication.factor=1
                key.converter=org.apache.kafka.connect.json.JsonConverter
                value.converter=org.apache.kafka.connect.json.JsonConverter
                listeners=http://127.0.0.1:%3$d
                plugin.path=%4$s
                plugin.discovery=%5$s
                offset.flush.interval.ms=1000
                exactly.once.source.support=enabled
                """
                        .formatted(bootstrapServers(), name, port, plugins, discovery));
        Process process =
                java(
                        name,
                        kafkasOwn(),
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        config.toString());
        Worker worker = new Worker(process, URI.create("http://127.0.0.1:" + port));
        Eventually.holds(
                START,
                () -> {
                    requireAlive(process, name);
                    assertThat(worker.get("/connector-plugins").isArray()).isTrue();
                });
        return worker;
    }

    /** Nothing of ours is on a worker's class path: what it knows of us comes from the zips. */
    private static String kafkasOwn() {
        return Stream.of(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).startsWith(Repository.root()))
                .filter(entry -> !entry.replace('\\', '/').contains("/io/dmsconnect/"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Process java(String name, String classPath, String main, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "timeout",
                                "-s",
                                "KILL",
                                LIFETIME_SECONDS,
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx768m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath,
                                main));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output(name).toFile()))
                        .start();
        processes.add(process);
        return process;
    }

    private Path output(String name) {
        return folder.resolve(name + ".out");
    }

    /** An Error where the process has ended, so that nobody waits any longer. */
    private void requireAlive(Process process, String name) throws IOException {
        if (!process.isAlive()) {
            String printed = Files.readString(output(name));
            throw new Error(
                    name + " ended:\n" + printed.substring(Math.max(0, printed.length() - 4000)));
        }
    }

    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        processes.forEach(PlainCluster::kill);
    }

    /** One worker and its REST API. */
    final class Worker implements AutoCloseable {
        private final Process process;
        private final URI url;

        Worker(Process process, URI url) {
            this.process = process;
            this.url = url;
        }

        URI url() {
            return url;
        }

        JsonNode get(String path) {
            return send(path, HttpRequest.newBuilder(), 200);
        }

        /** Tries until the worker has joined its group. */
        void post(String path, String body) {
            Eventually.holds(START, () -> postOnce(path, body));
        }

        private void postOnce(String path, String body) {
            send(
                    path,
                    HttpRequest.newBuilder()
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body)),
                    201);
        }

        void delete(String path) {
            send(path, HttpRequest.newBuilder().DELETE(), 204);
        }

        private JsonNode send(String path, HttpRequest.Builder request, int expected) {
            try {
                HttpResponse<String> response =
                        http.send(
                                request.uri(url.resolve(path)).build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }

        @Override
        public void close() {
            kill(process);
        }
    }
}
