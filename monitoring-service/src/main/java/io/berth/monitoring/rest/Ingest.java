package io.berth.monitoring.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.produce.DirectProducer;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Events that come in by HTTP: one or an array, each validated as strictly as on the topic, all or
 * none sent, answered when the broker has acknowledged them all.
 */
@ApplicationScoped
public class Ingest {
    /** Most events in one request. */
    public static final int MAX_EVENTS = 10_000;

    /** As long as the longest body. */
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    /** A little more than the producer takes to give a record up. */
    private static final int ANSWER_WITHIN_SECONDS = 12;

    private static final JsonMapper TREES =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(32)
                                                    .maxStringLength(64 * 1024)
                                                    .maxDocumentLength(MAX_BYTES)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final DirectProducer producer;

    @Inject
    public Ingest(DirectProducer producer) {
        this.producer = producer;
    }

    /**
     * Reads the events of a body.
     *
     * @throws ProblemException naming the index of the first event that is none
     */
    <T extends Event> List<T> read(byte[] body, Class<T> type) {
        JsonNode root;
        try {
            root = TREES.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    Problem.of(400, "malformed-json", "Malformed JSON", e.getOriginalMessage()));
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(400, "malformed-json", "Malformed JSON", e.getMessage()));
        }
        List<JsonNode> nodes = new ArrayList<>();
        if (root.isArray()) {
            root.forEach(nodes::add);
        } else {
            nodes.add(root);
        }
        if (nodes.isEmpty() || nodes.size() > MAX_EVENTS) {
            throw new ProblemException(
                    Problem.of(
                                    400,
                                    "too-many-events",
                                    "Too few or too many events",
                                    nodes.size() + " events; allowed is 1 to " + MAX_EVENTS)
                            .with("events", nodes.size())
                            .with("max", MAX_EVENTS)
                            .withHint("Send several requests"));
        }
        List<T> events = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            events.add(event(nodes.get(i), i, type));
        }
        return events;
    }

    private static <T extends Event> T event(JsonNode node, int index, Class<T> type) {
        try {
            T event = EventCodec.JSON.treeToValue(node, type);
            if (event == null) {
                throw invalid(index, "it is null");
            }
            return event;
        } catch (JsonProcessingException e) {
            throw invalid(index, e.getOriginalMessage());
        }
    }

    private static ProblemException invalid(int index, String detail) {
        return new ProblemException(
                Problem.of(400, "invalid-event", "Invalid event", "Event " + index + ": " + detail)
                        .with("index", index)
                        .withHint("Nothing of this request was taken; mend it and send it again"));
    }

    /**
     * Sends events and waits for the broker.
     *
     * @return where each lies, in order
     * @throws ProblemException with status 503 when the broker does not acknowledge them all; some
     *     may have been appended, which repeating does no harm to
     */
    <E extends Event, T extends E> List<RecordMetadata> send(
            Topic<E> topic, List<T> events, Function<T, String> id) {
        List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>(events.size());
        for (T event : events) {
            sent.add(producer.<E>send(topic, event, null, id.apply(event)).toCompletableFuture());
        }
        try {
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                    .get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(topic);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(topic);
        }
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private static ProblemException unavailable(Topic<?> topic) {
        return new ProblemException(
                Problem.of(
                                503,
                                "broker-unavailable",
                                "Broker unavailable",
                                "The broker did not acknowledge all records of " + topic.name())
                        .withHint("Send the same request again; repeated events count once"));
    }
}
