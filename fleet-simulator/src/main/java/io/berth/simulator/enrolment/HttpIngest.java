package io.berth.simulator.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.wire.EventCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Beats of hosts that do not speak Kafka: posted to monitoring with the host's own token. The
 * answer comes when the broker has the beat, so it is worth what the broker's word is worth. When
 * an instance does not answer the next beat goes to the other.
 */
@ApplicationScoped
public class HttpIngest {
    /** One beat: later, the next is due. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** More requests under way mean that nobody answers. */
    private static final int MOST_UNDER_WAY = 4000;

    private final EnrolmentConfig config;
    private final Enroller enroller;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();

    @Inject
    HttpIngest(EnrolmentConfig config, Enroller enroller) {
        this.config = config;
        this.enroller = enroller;
    }

    /**
     * Sends a beat.
     *
     * @param outcome is told once whether the broker has it, on a thread that must not block
     */
    public void beat(HostBeat beat, Consumer<Boolean> outcome) {
        Optional<String> token = enroller.token(beat.host(), beat.sentAt());
        List<URI> instances = config.monitoring().orElse(List.of());
        if (token.isEmpty() || instances.isEmpty() || underWay.get() >= MOST_UNDER_WAY) {
            outcome.accept(false);
            return;
        }
        byte[] body;
        try {
            body = EventCodec.JSON.writeValueAsBytes(beat);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A beat is not JSON", e);
        }
        URI instance = instances.get(Math.floorMod(turn.get(), instances.size()));
        underWay.incrementAndGet();
        http.sendAsync(
                        HttpRequest.newBuilder(instance.resolve("/api/v1/heartbeats"))
                                .timeout(TIMEOUT)
                                .header("Authorization", "Bearer " + token.get())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .whenComplete((answer, error) -> ended(beat, answer, error, outcome));
    }

    private void ended(
            HostBeat beat,
            @Nullable HttpResponse<byte[]> answer,
            @Nullable Throwable error,
            Consumer<Boolean> outcome) {
        underWay.decrementAndGet();
        if (answer == null || error != null || answer.statusCode() >= 500) {
            turn.incrementAndGet();
            outcome.accept(false);
            return;
        }
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            tellRefused(beat, answer.body());
        }
        outcome.accept(answer.statusCode() == 200);
    }

    private void tellRefused(HostBeat beat, byte[] body) {
        try {
            JsonNode problem = EventCodec.JSON.readTree(body);
            enroller.refused(
                    beat.host(),
                    problem.path("code").asText("unknown"),
                    problem.path("detail").asText(""));
        } catch (IOException e) {
            enroller.refused(beat.host(), "unknown", "The answer is no problem");
        }
    }
}
