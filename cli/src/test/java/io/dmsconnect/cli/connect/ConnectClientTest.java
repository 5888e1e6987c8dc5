// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.dmsconnect.cli.plan.ConnectorPlan;
import io.dmsconnect.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker that does not always answer as it should. */
class ConnectClientTest {
    private record Answer(int status, String body) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer server;

    private URI worker(int port) throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    Answer answer;
                    synchronized (answers) {
                        answer = answers.size() > 1 ? answers.pop() : answers.peek();
                    }
                    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(answer.status(), body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void answers(Answer... given) {
        answers.addAll(List.of(given));
    }

    private static Answer error(int status, String message) {
        return new Answer(
                status, "{\"error_code\":%d,\"message\":\"%s\"}".formatted(status, message));
    }

    @Test
    void anAnswerThatFailsIsAskedForAgain() throws Exception {
        answers(
                error(500, "Failed to retrieve offsets for source connector x-source"),
                error(409, "Cannot complete request because of a conflicting operation"),
                error(503, "busy"),
                new Answer(
                        200, "{\"offsets\":[{\"partition\":{\"a\":\"b\"},\"offset\":{\"c\":1}}]}"));
        assertThat(new ConnectClient(worker(0)).sourceOffsets("x-source"))
                .containsExactly(Map.of("c", 1));
    }

    @Test
    void writingToo() throws Exception {
        answers(
                error(500, "Request timed out"),
                error(404, "Connector x not found"),
                error(500, "Request timed out"),
                new Answer(201, "{}"));
        new ConnectClient(worker(0)).put(new ConnectorPlan("x", Map.of("a", "b")));
        assertThat(answers).hasSize(1);
    }

    @Test
    void whatIsWrongForGoodIsToldAtOnce() throws Exception {
        answers(error(400, "this is no configuration"));
        ConnectClient client = new ConnectClient(worker(0));
        assertThatThrownBy(() -> client.sourceOffsets("x")).hasMessage("this is no configuration");
    }

    @Test
    void theWorkerOfThisProcessIsWaitedForAnotherIsNot() throws Exception {
        int port = FreePort.find();
        URI url = URI.create("http://127.0.0.1:" + port);
        assertThatThrownBy(() -> new ConnectClient(url).kafkaClusterId())
                .hasMessageContaining("there is no Kafka Connect worker to reach");
        answers(new Answer(200, "{\"kafka_cluster_id\":\"c\"}"));
        Thread late =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(300);
                                worker(port);
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        late.start();
        assertThat(new ConnectClient(url, true).kafkaClusterId()).isEqualTo("c");
        late.join();
    }
}
