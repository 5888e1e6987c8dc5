// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker one of whose tasks fails. */
class ConnectorWatchTest {
    private static final String FENCED =
            """
            org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception from producer send callback
            \tat org.apache.kafka.connect.runtime.AbstractWorkerSourceTask.sendRecords(AbstractWorkerSourceTask.java:1)
            Caused by: org.apache.kafka.common.errors.InvalidProducerEpochException: Producer attempted to produce with an old epoch.
            """;
    private static final String OURS =
            """
            io.dmsconnect.core.failure.ReplicationException: shop.orders: the target is full
            \tat io.dmsconnect.rds.Applier.apply(Applier.java:1)
            Caused by: org.apache.kafka.common.errors.TimeoutException: late
            """;

    private final AtomicInteger restarts = new AtomicInteger();
    private HttpServer server;
    private ConnectorWatch watch;
    private volatile String trace = "";

    /** How many restarts it takes until the task is well; the failure stays that long. */
    private volatile int needed = 1;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/connectors/x/status",
                exchange -> {
                    boolean failed = !trace.isEmpty() && restarts.get() < needed;
                    Map<String, Object> status =
                            Map.of(
                                    "name",
                                    "x",
                                    "connector",
                                    Map.of("state", "RUNNING", "worker_id", "w"),
                                    "tasks",
                                    List.of(
                                            Map.of(
                                                    "id",
                                                    0,
                                                    "state",
                                                    failed ? "FAILED" : "RUNNING",
                                                    "worker_id",
                                                    "w",
                                                    "trace",
                                                    trace)));
                    byte[] body = new ObjectMapper().writeValueAsBytes(status);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.createContext(
                "/connectors/x/restart",
                exchange -> {
                    restarts.incrementAndGet();
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        watch = new ConnectorWatch(new ConnectClient(url), "w", List.of("x"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Optional<String> askedOften(int times) {
        for (int i = 0; i < times; i++) {
            Optional<String> failure = watch.failure();
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    @Test
    void whatTheBrokerWasTooSlowForGoesOn() {
        trace = FENCED;
        needed = 2;
        assertThat(askedOften(20)).isEmpty();
        assertThat(restarts).hasValue(2);
    }

    @Test
    void notForEver() {
        trace = FENCED;
        needed = 1000;
        assertThat(askedOften(100)).contains("x: Producer attempted to produce with an old epoch.");
        assertThat(restarts).hasValue(10);
    }

    @Test
    void whatAConnectorSaysItselfIsTheEnd() {
        trace = OURS;
        assertThat(askedOften(2)).isEmpty();
        assertThat(askedOften(1)).contains("x: shop.orders: the target is full");
        assertThat(restarts).hasValue(0);
    }
}
