package io.berth.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.wire.EventCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One service's REST interface, with a token. */
final class RestApi implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI base;
    private final String token;

    /**
     * @param base for example {@code http://127.0.0.1:8081}
     */
    RestApi(String base, String token) {
        this.base = URI.create(base + "/api/v1/");
        this.token = token;
    }

    /**
     * Reads a resource.
     *
     * @param path below {@code /api/v1/}
     * @throws DemoException when the answer is not 200
     */
    JsonNode get(String path) {
        return send(request(path).GET().build(), 200);
    }

    /** Whether a resource is there. */
    boolean exists(String path) {
        return exchange(request(path).GET().build()).statusCode() == 200;
    }

    /**
     * An answer of whatever kind.
     *
     * @param body an empty object when there was none
     */
    record Reply(int status, JsonNode body) {
        boolean good() {
            return status >= 200 && status < 300;
        }

        /** The stable code of a refusal; empty when there is none. */
        String code() {
            return body.path("code").asText();
        }
    }

    /**
     * Sends a body and takes every answer.
     *
     * @throws DemoException when nobody answers, or not in JSON
     */
    Reply tryPost(String path, JsonNode body) {
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build();
        HttpResponse<String> response = exchange(request);
        return new Reply(response.statusCode(), json(request, response));
    }

    /**
     * Replaces a resource.
     *
     * @throws DemoException when the answer is no success, with the problem's details
     */
    JsonNode put(String path, JsonNode body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body.toString()))
                        .build(),
                0);
    }

    /**
     * Sends a body.
     *
     * @throws DemoException when the answer is no success, with the problem's details
     */
    JsonNode post(String path, JsonNode body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build(),
                0);
    }

    /** Deletes a resource. */
    void delete(String path) {
        send(request(path).DELETE().build(), 0);
    }

    /** An empty object to be filled. */
    static ObjectNode object() {
        return EventCodec.JSON.createObjectNode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request, int expected) {
        HttpResponse<String> response = exchange(request);
        int status = response.statusCode();
        boolean good = expected == 0 ? status >= 200 && status < 300 : status == expected;
        if (!good) {
            throw new DemoException(
                    request.method()
                            + " "
                            + request.uri()
                            + " answered "
                            + status
                            + ": "
                            + response.body());
        }
        return json(request, response);
    }

    private static JsonNode json(HttpRequest request, HttpResponse<String> response) {
        try {
            return response.body().isBlank() ? object() : EventCodec.JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new DemoException(
                    request.method() + " " + request.uri() + " did not answer JSON", e);
        }
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new DemoException(
                    request.method() + " " + request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
