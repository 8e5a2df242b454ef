package io.berth.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.wire.EventCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One service's HTTP interface, with a token. */
final class Rest implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
    private final String base;
    private final String token;

    /**
     * @param service for example {@code http://127.0.0.1:8081}
     */
    Rest(String service, String token) {
        this.base = service + "/api/v1/";
        this.token = token;
    }

    /**
     * Reads a resource.
     *
     * @throws IllegalStateException when the answer is no success
     */
    JsonNode get(String path) {
        return json(path, send("GET", path, BodyPublishers.noBody()));
    }

    /**
     * Sends a body and reads the answer.
     *
     * @throws IllegalStateException when the answer is no success
     */
    JsonNode ask(String path, JsonNode body) {
        return json(path, send("POST", path, BodyPublishers.ofString(body.toString())));
    }

    private JsonNode json(String path, String answer) {
        try {
            return EventCodec.JSON.readTree(answer.isBlank() ? "{}" : answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(base + path + " did not answer JSON", e);
        }
    }

    /**
     * Sends a body.
     *
     * @throws IllegalStateException when the answer is no success
     */
    void post(String path, JsonNode body) {
        send("POST", path, BodyPublishers.ofString(body.toString()));
    }

    /**
     * Asks for an action that needs no body.
     *
     * @throws IllegalStateException when the answer is no success
     */
    void post(String path) {
        send("POST", path, BodyPublishers.noBody());
    }

    /**
     * Replaces a resource.
     *
     * @throws IllegalStateException when the answer is no success
     */
    void put(String path, JsonNode body) {
        send("PUT", path, BodyPublishers.ofString(body.toString()));
    }

    /** The answer as it came: that to a large batch is longer than any event. */
    private String send(String method, String path, BodyPublisher body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(TIMEOUT)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        "%s %s answered %d: %s"
                                .formatted(
                                        method,
                                        request.uri(),
                                        response.statusCode(),
                                        response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
