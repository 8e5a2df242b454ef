package io.berth.checker.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.checker.Answer;
import io.berth.checker.Domain;
import io.berth.checker.Epoch;
import io.berth.checker.Host;
import io.berth.checker.Relationship;
import io.berth.checker.RpoClaim;
import io.berth.checker.Vm;
import io.berth.checker.Witness;
import io.berth.checker.edge.Json.Unreadable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks over REST, with the token of a viewer. */
final class RestReader implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int PAGE = 500;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String token;

    RestReader(String token) {
        this.token = token;
    }

    /**
     * Where placement says that the VMs of some domains are.
     *
     * @throws IOException when it refuses, or answers something else than it should
     */
    List<Answer> assignments(URI placement, Set<Domain> domains)
            throws IOException, InterruptedException {
        List<Answer> answers = new ArrayList<>();
        for (Domain domain : domains) {
            String cursor = null;
            do {
                String query =
                        "/api/v1/assignments?limit="
                                + PAGE
                                + "&domain="
                                + encode(domain.id())
                                + (cursor == null ? "" : "&cursor=" + encode(cursor));
                cursor = page(placement.resolve(query), answers);
            } while (cursor != null);
        }
        return answers;
    }

    private @Nullable String page(URI uri, List<Answer> answers)
            throws IOException, InterruptedException {
        JsonNode page = get(uri);
        try {
            for (JsonNode item : Json.array(page, "items")) {
                String host = Json.textOrNull(item, "host");
                answers.add(
                        new Answer(
                                new Vm(Json.text(item, "vm")),
                                host == null ? null : new Host(host),
                                new Epoch(Json.number(item, "epoch")),
                                Json.text(item, "state")));
            }
            return Json.textOrNull(page, "nextCursor");
        } catch (Unreadable e) {
            throw new IOException("GET " + uri + ": " + e.getMessage(), e);
        }
    }

    /**
     * VMs that the simulator's hypervisors saw executing on several hosts.
     *
     * @throws IOException when it refuses, or answers something else than it should
     */
    List<Witness> doubledVms(URI simulator) throws IOException, InterruptedException {
        URI uri = simulator.resolve("/api/v1/fleet/doubled-vms");
        JsonNode answer = get(uri);
        List<Witness> witnesses = new ArrayList<>();
        try {
            for (JsonNode doubled : Json.array(answer, "doubled")) {
                Set<Host> hosts = new HashSet<>();
                Json.array(doubled, "hosts").forEach(host -> hosts.add(new Host(host.asText())));
                witnesses.add(
                        new Witness(
                                new Vm(Json.text(doubled, "vm")),
                                hosts,
                                Json.instant(doubled, "since")));
            }
            return witnesses;
        } catch (Unreadable e) {
            throw new IOException("GET " + uri + ": " + e.getMessage(), e);
        }
    }

    /**
     * What the replica service says of every relationship.
     *
     * @throws IOException when it refuses, or answers something else than it should
     */
    List<RpoClaim> rpoClaims(URI replica) throws IOException, InterruptedException {
        List<RpoClaim> claims = new ArrayList<>();
        String cursor = null;
        do {
            URI uri =
                    replica.resolve(
                            "/api/v1/relationships?limit="
                                    + PAGE
                                    + (cursor == null ? "" : "&cursor=" + encode(cursor)));
            Instant from = Instant.now();
            JsonNode page = get(uri);
            Instant to = Instant.now();
            try {
                for (JsonNode item : Json.array(page, "items")) {
                    String rpo = Json.textOrNull(item, "rpo");
                    claims.add(
                            new RpoClaim(
                                    new Relationship(Json.text(item, "id")),
                                    new Vm(Json.text(item, "vm")),
                                    rpo == null ? null : Duration.parse(rpo),
                                    from,
                                    to));
                }
            } catch (Unreadable | DateTimeException e) {
                throw new IOException("GET " + uri + ": " + e.getMessage(), e);
            }
            cursor = Json.textOrNull(page, "nextCursor");
        } while (cursor != null);
        return claims;
    }

    private JsonNode get(URI uri) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(TIMEOUT)
                        .header("Authorization", "Bearer " + token)
                        .build();
        HttpResponse<byte[]> response =
                client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("GET " + uri + " answered " + response.statusCode());
        }
        try {
            return Json.tree(response.body());
        } catch (Unreadable e) {
            throw new IOException("GET " + uri + ": " + e.getMessage(), e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
