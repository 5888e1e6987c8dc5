// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmsconnect.cli.plan.ConnectorPlan;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks to one Connect worker. Every failure is a {@link ConnectException} with a message to print.
 */
public final class ConnectClient {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectClient.class);
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int GATEWAY_TIMEOUT = 504;

    /** How long a worker may take to get over what it answers with an error. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** The same where it shares the machine's processors with this very process. */
    private static final Duration LONGEST_OWN = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String url;
    private final boolean own;

    /** Of a worker that somebody runs: where nobody answers, the address is wrong. */
    public ConnectClient(URI url) {
        this(url, false);
    }

    /**
     * @param own true for the worker of this very process: it is there, however long it takes to
     *     answer
     */
    public ConnectClient(URI url, boolean own) {
        String text = url.toString();
        this.url = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.own = own;
    }

    /** A finding of a connector's validation. */
    public record KeyProblem(String key, String problem) {}

    /** Id of the Kafka cluster the worker uses. */
    public String kafkaClusterId() {
        JsonNode id = call("GET", "/", null).path("kafka_cluster_id");
        if (!id.isTextual()) {
            throw new ConnectException(0, url + " answers, but not as a Kafka Connect worker does");
        }
        return id.textValue();
    }

    /** What the connector itself says of the configuration. */
    public List<KeyProblem> validate(ConnectorPlan plan) {
        Map<String, String> config = new HashMap<>(plan.config());
        config.put("name", plan.name());
        JsonNode answer;
        String type = plan.connectorClass();
        try {
            answer = call("PUT", "/connector-plugins/" + encode(type) + "/config/validate", config);
        } catch (ConnectException e) {
            if (isMissing(e, type)) {
                throw new ConnectException(
                        e.status(),
                        ("the worker at %s has no plugin with %s: unpack its zip into a folder of"
                                        + " the worker's plugin.path and restart the worker")
                                .formatted(url, type));
            }
            throw e;
        }
        List<KeyProblem> problems = new ArrayList<>();
        for (JsonNode entry : answer.path("configs")) {
            JsonNode value = entry.path("value");
            for (JsonNode error : value.path("errors")) {
                problems.add(new KeyProblem(value.path("name").asText(), error.asText()));
            }
        }
        return problems;
    }

    private static boolean isMissing(ConnectException e, String type) {
        return e.status() == NOT_FOUND
                || (isMissingClass(e) && String.valueOf(e.getMessage()).contains(type));
    }

    private static boolean isMissingClass(ConnectException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Failed to find any class") || message.contains("ClassNotFound");
    }

    /** Creates the connector, or changes it to this; one that is this already is left alone. */
    public void put(ConnectorPlan plan) {
        Map<String, String> config = new HashMap<>(plan.config());
        config.put("name", plan.name());
        if (!config(plan.name()).filter(config::equals).isPresent()) {
            call("PUT", connector(plan.name()) + "/config", config);
        }
    }

    /** Changes one value of a deployed connector's configuration; its tasks start again. */
    public void configure(String name, String key, String value) {
        Map<String, String> config =
                new HashMap<>(
                        config(name)
                                .orElseThrow(
                                        () ->
                                                new ConnectException(
                                                        NOT_FOUND,
                                                        "the worker has no connector " + name)));
        config.put(key, value);
        call("PUT", connector(name) + "/config", config);
    }

    private Optional<Map<String, String>> config(String name) {
        try {
            JsonNode config = call("GET", connector(name) + "/config", null);
            return Optional.of(
                    json.convertValue(config, new TypeReference<Map<String, String>>() {}));
        } catch (ConnectException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Restarts what has failed of a connector; nothing where all is well, or has just begun. */
    public void restartFailed(String name) {
        try {
            call("POST", connector(name) + "/restart?includeTasks=true&onlyFailed=true", null);
        } catch (ConnectException e) {
            // a connector that was made a moment ago has no status yet, and so no failure
            if (e.status() != NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Empty where there is no such connector. */
    public Optional<ConnectorStatus> status(String name) {
        JsonNode answer;
        try {
            answer = call("GET", connector(name) + "/status", null);
        } catch (ConnectException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        List<ConnectorStatus.Part> tasks = new ArrayList<>();
        answer.path("tasks").forEach(task -> tasks.add(part(task)));
        return Optional.of(new ConnectorStatus(name, part(answer.path("connector")), tasks));
    }

    /**
     * A value of a deployed connector's configuration; empty where it, or the connector, is
     * missing.
     */
    public Optional<String> configured(String name, String key) {
        try {
            JsonNode value = call("GET", connector(name) + "/config", null).path(key);
            return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
        } catch (ConnectException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The offsets a source connector has committed, of all its partitions. */
    public List<Map<String, Object>> sourceOffsets(String name) {
        return sourceOffsetsByPartition(name).stream().map(SourceOffset::offset).toList();
    }

    /** What a source connector has committed for one of its partitions. */
    public record SourceOffset(Map<String, Object> partition, Map<String, Object> offset) {}

    public List<SourceOffset> sourceOffsetsByPartition(String name) {
        List<SourceOffset> offsets = new ArrayList<>();
        for (JsonNode entry : call("GET", connector(name) + "/offsets", null).path("offsets")) {
            if (entry.path("offset").isObject()) { // null once it has been given up
                offsets.add(
                        new SourceOffset(map(entry.path("partition")), map(entry.path("offset"))));
            }
        }
        return offsets;
    }

    private Map<String, Object> map(JsonNode node) {
        return json.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }

    private static ConnectorStatus.Part part(JsonNode node) {
        return new ConnectorStatus.Part(
                node.path("state").asText(),
                node.path("worker_id").asText(),
                node.path("trace").asText());
    }

    private static String connector(String name) {
        return "/connectors/" + encode(name);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * A worker that is rebalancing says 409; one that is busy, or has just started, may fail at
     * anything (such as 500, "Failed to retrieve offsets for source connector"). Every call may be
     * repeated, and is, until the worker has had time enough.
     */
    private JsonNode call(String method, String path, Object body) {
        long end = System.nanoTime() + (own ? LONGEST_OWN : LONGEST).toNanos();
        while (true) {
            try {
                HttpResponse<String> response = send(method, path, body);
                if (response.statusCode() < 400) {
                    return tree(response.body());
                }
                throw new ConnectException(response.statusCode(), refusal(response));
            } catch (ConnectException e) {
                if (!mayPass(e) || System.nanoTime() > end) {
                    throw e;
                }
                LOG.info("{} {}: {}; tried again", method, path, e.getMessage());
                pause();
            }
        }
    }

    private boolean mayPass(ConnectException failure) {
        int status = failure.status();
        if (status == 0) {
            return own && !Thread.currentThread().isInterrupted();
        }
        return status == CONFLICT
                || status == TOO_MANY
                || (status >= SERVER_ERROR && !isMissingClass(failure));
    }

    private HttpResponse<String> send(String method, String path, Object body) {
        try {
            HttpRequest.BodyPublisher content =
                    body == null
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body));
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + path))
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json")
                            .method(method, content)
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (HttpConnectTimeoutException e) {
            throw unreachable(e);
        } catch (HttpTimeoutException e) {
            throw new ConnectException(
                    GATEWAY_TIMEOUT,
                    "%s has not answered within %d s".formatted(url, PATIENCE.toSeconds()));
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(0, "interrupted");
        }
    }

    private ConnectException unreachable(IOException failure) {
        String why =
                failure.getMessage() != null
                        ? failure.getMessage()
                        : failure instanceof java.net.ConnectException
                                ? "nobody listens there"
                                : failure.getClass().getSimpleName();
        return new ConnectException(
                0, "there is no Kafka Connect worker to reach at %s (%s)".formatted(url, why));
    }

    private String refusal(HttpResponse<String> response) {
        String message = "";
        try {
            message = json.readTree(response.body()).path("message").asText();
        } catch (JsonProcessingException e) {
            // not from Connect: the status has to do
        }
        return message.isBlank()
                ? "%s answers with HTTP status %d".formatted(url, response.statusCode())
                : message;
    }

    private JsonNode tree(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ConnectException(0, url + " answers, but not as a Kafka Connect worker does");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(0, "interrupted");
        }
    }
}
