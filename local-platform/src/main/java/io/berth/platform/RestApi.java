package io.berth.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.wire.EventCodec;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** One service's REST API, as a command of the launcher asks it. */
public final class RestApi {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build();
    private final String service;
    private final String url;
    private final String token;
    private final Duration patience;

    /**
     * @param service its name, for messages; {@code --<name>-url} says where it is
     * @param url without a path
     * @param patience how long an answer may take
     */
    public RestApi(String service, String url, String token, Duration patience) {
        this.service = service;
        this.url = url;
        this.token = token;
        this.patience = patience;
    }

    /**
     * The address of a resource.
     *
     * @param base of the service, without a path
     */
    public static String url(String base, String path) {
        return base.replaceAll("/+$", "") + "/api/v1/" + path;
    }

    /** A part of a path, safe for any id. */
    public static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /**
     * A resource; empty when there is none.
     *
     * @throws PlatformException when the service does not answer, or refuses
     */
    public Optional<JsonNode> get(String path) {
        HttpResponse<String> answer = send(request(path).GET().build());
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(read(answer));
    }

    /**
     * Asks for something that needs no body.
     *
     * @throws PlatformException when the service does not answer, or refuses
     */
    public JsonNode post(String path) {
        return read(send(request(path).POST(BodyPublishers.noBody()).build()));
    }

    /**
     * Asks with a body.
     *
     * @throws PlatformException when the service does not answer, or refuses
     */
    public JsonNode post(String path, JsonNode body) {
        return read(
                send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body.toString()))
                                .build()));
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create(url(url, path)))
                    .timeout(patience)
                    .header("Authorization", "Bearer " + token);
        } catch (IllegalArgumentException e) {
            throw silent(e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while asking " + service, e);
        }
    }

    private JsonNode read(HttpResponse<String> answer) {
        JsonNode body;
        try {
            body = EventCodec.JSON.readTree(answer.body());
        } catch (IOException e) {
            throw silent(e);
        }
        if (answer.statusCode() == OK) {
            return body;
        }
        String detail = body.path("detail").asText("");
        throw new PlatformException(
                "%s answered %d to %s %s: %s %s"
                        .formatted(
                                service,
                                answer.statusCode(),
                                answer.request().method(),
                                answer.uri(),
                                detail.isEmpty() ? answer.body() : detail,
                                body.path("hint").asText(""))
                        .strip());
    }

    private PlatformException silent(Exception e) {
        return new PlatformException(
                "%s does not answer at %s: %s. Name it with --%s-url."
                        .formatted(service, url, e.getMessage(), service.toLowerCase(Locale.ROOT)),
                e);
    }
}
