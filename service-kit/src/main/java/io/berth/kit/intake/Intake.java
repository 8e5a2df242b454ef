package io.berth.kit.intake;

import io.berth.kit.config.ServiceConfig;
import io.berth.kit.deadletter.DeadLetters;
import io.berth.kit.faults.TransientFaults;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Applies batches of records so that each counts once, whatever is delivered how often.
 *
 * <p>One batch is one transaction: marks are locked, repeated records dropped, poison set aside as
 * dead letters through the outbox, the rest handed to the service, marks and event ids saved, all
 * or nothing. What goes wrong goes one of three ways:
 *
 * <ol>
 *   <li>A failure that passes by itself (database or broker away, transactions that met) holds the
 *       channel: the batch is tried again with a growing pause until it succeeds.
 *   <li>A record that the service {@linkplain RefusedForGood refuses} becomes a dead letter, and
 *       the batch is applied again without it; at most as often as it has records.
 *   <li>Anything else is a bug. The records are then applied one by one, so that the others get
 *       through, and the one that fails {@value #ALONE} times alone becomes a dead letter too, with
 *       the name of the exception and nothing of its message, and an error in the log. A channel
 *       stopped for good by one record would be worse, and so would a record dropped silently.
 * </ol>
 *
 * <p>A {@link java.lang.Error}, or the end of the service, ends {@code process} with an exception;
 * nothing later of these partitions is then applied until they are assigned anew.
 */
@ApplicationScoped
public class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    /** How often a record may fail alone. */
    static final int ALONE = 3;

    private final ServiceConfig config;
    private final Preparer preparer;
    private final Inbox inbox;
    private final Ownership ownership;
    private final DeadLetters deadLetters;
    private final Held held;
    private final IntakeStatus status;
    private final MeterRegistry meters;

    @Inject
    public Intake(
            ServiceConfig config,
            Preparer preparer,
            Inbox inbox,
            Ownership ownership,
            DeadLetters deadLetters,
            Held held,
            IntakeStatus status,
            MeterRegistry meters) {
        this.config = config;
        this.preparer = preparer;
        this.inbox = inbox;
        this.ownership = ownership;
        this.deadLetters = deadLetters;
        this.held = held;
        this.status = status;
        this.meters = meters;
    }

    /** What came of one attempt that did not fail transiently. */
    private sealed interface Result {
        /** Committed. */
        record Done() implements Result {}

        /** The service refuses one record. */
        record Refused(Position position, String reason) implements Result {}

        /** A bug. */
        record Broken(Throwable failure) implements Result {}
    }

    /**
     * Applies a batch; returns when all of it has been applied, dropped or set aside. Call it
     * outside any transaction, from an ordered channel.
     *
     * @throws IllegalStateException when an earlier batch of these partitions was not applied
     */
    public void process(ConsumerRecords<byte[], byte[]> records, BatchHandler handler) {
        if (records.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        List<Prepared> prepared =
                held.untilItSucceeds("reading a batch", () -> preparer.prepare(records));
        prepared.forEach(record ->
                ownership.requireNoGap(Attempt.partitionOf(record), record.position().offset()));
        boolean applied = false;
        try (IntakeStatus.Busy _ = status.begin()) {
            apply(prepared, handler, new HashMap<>());
            applied = true;
        } finally {
            if (!applied) {
                prepared.forEach(record ->
                        ownership.stop(Attempt.partitionOf(record), record.position().offset()));
            }
            Timer.builder("berth.intake.batch")
                    .description("Time to apply a batch, retries included")
                    .register(meters)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private void apply(
            List<Prepared> records, BatchHandler handler, Map<Position, String> refused) {
        for (int refusals = 0; refusals <= records.size(); refusals++) {
            switch (attempt(records, handler, refused)) {
                case Result.Done _ -> {
                    return;
                }
                case Result.Refused(Position position, String reason) ->
                        refused.put(position, reason);
                case Result.Broken(Throwable failure) -> {
                    isolate(records, handler, refused, failure);
                    return;
                }
            }
        }
        throw new IllegalStateException("more refusals than records");
    }

    private void isolate(
            List<Prepared> records,
            BatchHandler handler,
            Map<Position, String> refused,
            Throwable failure) {
        meters.counter("berth.intake.bugs", "exception", failure.getClass().getSimpleName())
                .increment();
        if (records.size() > 1) {
            LOG.errorf(
                    failure, "a batch of %d records failed; applying one by one", records.size());
            for (Prepared record : records) {
                apply(List.of(record), handler, refused);
            }
            return;
        }
        Position position = records.getFirst().position();
        Throwable last = failure;
        for (int failures = 1; failures < ALONE; failures++) {
            LOG.errorf(last, "record %s failed alone, %d of %d", position, failures, ALONE);
            switch (attempt(records, handler, refused)) {
                case Result.Done _ -> {
                    return;
                }
                case Result.Refused(Position which, String reason) -> {
                    refused.put(which, reason);
                    apply(records, handler, refused);
                    return;
                }
                case Result.Broken(Throwable again) -> last = again;
            }
        }
        LOG.errorf(
                last, "record %s failed %d times alone; it becomes a dead letter", position, ALONE);
        refused.put(position, "failed " + ALONE + " times: " + last.getClass().getName());
        if (!(attempt(records, handler, refused) instanceof Result.Done)) {
            throw new IllegalStateException("the dead letter of " + position + " failed", last);
        }
    }

    private Result attempt(
            List<Prepared> records, BatchHandler handler, Map<Position, String> refused) {
        Set<String> topics =
                records.stream()
                        .map(record -> record.position().topic())
                        .collect(Collectors.toSet());
        return held.untilItSucceeds(
                "applying a batch",
                () -> ownership.alone(topics, () -> once(records, handler, refused)));
    }

    private Result once(
            List<Prepared> records, BatchHandler handler, Map<Position, String> refused) {
        Attempt attempt = new Attempt(records, refused, handler, inbox, ownership, deadLetters);
        Runnable afterCommit;
        try {
            afterCommit =
                    QuarkusTransaction.requiringNew()
                            .timeout((int) config.intake().transactionTimeout().toSeconds())
                            .call(attempt::run);
        } catch (RuntimeException | StackOverflowError e) {
            if (attempt.wasHandedOver()) {
                handler.rolledBack();
            }
            return result(e, records, refused);
        }
        status.applied();
        count(attempt);
        runAfterCommit(afterCommit, handler);
        return new Result.Done();
    }

    private static Result result(
            Throwable failure, List<Prepared> records, Map<Position, String> refused) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof RefusedForGood refusal) {
                Position position = refusal.record().position();
                boolean ours =
                        !refused.containsKey(position)
                                && records.stream().anyMatch(r -> r.position().equals(position));
                return ours
                        ? new Result.Refused(position, refusal.reason())
                        : new Result.Broken(refusal);
            }
        }
        if (failure instanceof RuntimeException passing && TransientFaults.isTransient(failure)) {
            throw passing;
        }
        return new Result.Broken(failure);
    }

    /** The commit stands whatever happens here, so a failure means that memory must be reloaded. */
    private void runAfterCommit(Runnable afterCommit, BatchHandler handler) {
        try {
            afterCommit.run();
        } catch (RuntimeException e) {
            LOG.error("a batch is committed, but memory did not follow; it is reloaded", e);
            meters.counter("berth.intake.bugs", "exception", e.getClass().getSimpleName())
                    .increment();
            handler.rolledBack();
        }
    }

    private void count(Attempt attempt) {
        attempt.outcomes()
                .forEach((outcome, topics) ->
                        topics.forEach((topic, number) ->
                                meters.counter(
                                                "berth.intake.records",
                                                "topic",
                                                topic,
                                                "outcome",
                                                label(outcome))
                                        .increment(number)));
    }

    private static String label(Attempt.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
