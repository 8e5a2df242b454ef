package io.berth.monitoring.app.tip;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.wire.EventCodec;
import io.berth.monitoring.domain.tip.HotHostTip;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks placement which VM it would move away from a host, and where to, without effect. Advice
 * alone rests on it: without an answer there is no tip, and nothing else waits.
 */
@ApplicationScoped
public class PlacementAnswers {
    private static final Logger LOG = Logger.getLogger(PlacementAnswers.class);
    private static final int OK = 200;

    /** Placement shows at most so many VMs of a host at once. */
    private static final int MAX_VMS = 500;

    private final TipSettings settings;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    @Inject
    public PlacementAnswers(TipSettings settings) {
        this.settings = settings;
    }

    /** Whether there is anybody to ask. */
    boolean canAsk() {
        return settings.placement().isPresent() && settings.tokenFile().isPresent();
    }

    private record Candidate(VmId vm, int vcpus) {}

    /**
     * The first of the largest running VMs of a host that placement would move; empty when it would
     * move none of them, or does not answer.
     */
    Optional<HotHostTip.Move> moveFrom(HostId host) {
        for (URI instance : settings.placement().orElse(List.of())) {
            try {
                return ask(instance.toString().replaceAll("/+$", ""), host);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warnf("placement at %s has no answer about host %s: %s", instance, host, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<HotHostTip.Move> ask(String base, HostId host)
            throws IOException, InterruptedException {
        for (Candidate candidate : candidates(base, host)) {
            String question = "{\"vm\":\"" + candidate.vm() + "\"}";
            HttpResponse<String> answer =
                    send(
                            request(base + "/api/v1/migrations?dryRun=true")
                                    .POST(HttpRequest.BodyPublishers.ofString(question)));
            if (answer.statusCode() == OK) {
                String target = target(answer.body());
                if (target != null) {
                    return Optional.of(
                            new HotHostTip.Move(candidate.vm(), new HostId(target), answer.body()));
                }
            }
        }
        return Optional.empty();
    }

    private List<Candidate> candidates(String base, HostId host)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(
                        request(
                                        "%s/api/v1/assignments?host=%s&state=RUNNING&limit=%d"
                                                .formatted(base, host, MAX_VMS))
                                .GET());
        if (answer.statusCode() != OK) {
            throw new IOException("it answered " + answer.statusCode());
        }
        List<Candidate> running = new ArrayList<>();
        for (JsonNode item : EventCodec.JSON.readTree(answer.body()).path("items")) {
            running.add(
                    new Candidate(
                            new VmId(item.path("vm").asText()),
                            item.path("spec").path("vcpus").asInt()));
        }
        return running.stream()
                .sorted(Comparator.comparingInt(Candidate::vcpus).reversed())
                .limit(settings.candidates())
                .toList();
    }

    /** Of a move that placement would order now. */
    private static @Nullable String target(String body) throws IOException {
        for (JsonNode move : EventCodec.JSON.readTree(body).path("moves")) {
            if (move.path("state").asText().equals("MOVING") && move.hasNonNull("target")) {
                return move.path("target").asText();
            }
        }
        return null;
    }

    private HttpRequest.Builder request(String url) throws IOException {
        Path token =
                settings.tokenFile()
                        .orElseThrow(() -> new IOException("no file with a token is configured"));
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(settings.timeout())
                .header("Authorization", "Bearer " + Files.readString(token).strip())
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
