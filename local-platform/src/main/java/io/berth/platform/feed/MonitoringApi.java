package io.berth.platform.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.wire.EventCodec;
import io.berth.platform.PlatformException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What monitoring says over REST about hosts and guests. */
public final class MonitoringApi {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String url;
    private final String token;

    /**
     * @param url of the service, without a path
     * @param token of a role that may read
     */
    public MonitoringApi(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** A configured host; empty when the inventory has none of that name. */
    public Optional<JsonNode> host(HostId host) {
        return get("hosts/" + encoded(host.value()));
    }

    /** What the guest of a VM publishes; empty when it never has. */
    public Optional<JsonNode> pairs(VmId vm) {
        return get("vms/" + encoded(vm.value()) + "/kvp");
    }

    /**
     * The address of a resource.
     *
     * @param base of the service, without a path
     */
    public static String url(String base, String path) {
        return base.replaceAll("/+$", "") + "/api/v1/" + path;
    }

    private Optional<JsonNode> get(String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url(url, path)))
                            .timeout(PATIENCE)
                            .header("Authorization", "Bearer " + token)
                            .GET()
                            .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case OK -> Optional.of(EventCodec.JSON.readTree(answer.body()));
                case NOT_FOUND -> Optional.empty();
                default ->
                        throw new PlatformException(
                                "Monitoring answered %d to GET %s: %s"
                                        .formatted(
                                                answer.statusCode(), request.uri(), answer.body()));
            };
        } catch (IOException | IllegalArgumentException e) {
            throw new PlatformException(
                    "Monitoring does not answer at %s: %s. Name it with --monitoring-url."
                            .formatted(url, e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while asking monitoring", e);
        }
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
