package io.berth.kit.outbox;

import io.berth.kit.outbox.RelaySession.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows in order and says how far the broker has acknowledged them. The producer keeps order
 * within a partition and never gives a record up; after a failure it is done with, since what it
 * still holds must not go out after what a new one sends again.
 */
final class RelayPublisher implements AutoCloseable {
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private final Producer<byte[], byte[]> producer;

    /**
     * What came of one round.
     *
     * @param acknowledged how many rows, counted from the first
     * @param failure why it ended before the last row; null when it did not
     */
    record Round(int acknowledged, @Nullable Throwable failure) {}

    /** Asked about once a second while acknowledgements are awaited. */
    interface Patience {
        /** Whether to go on waiting. */
        boolean waitOn(Duration waited) throws InterruptedException;
    }

    RelayPublisher(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Rows on their way to the broker.
     *
     * @param sent those that were handed to the producer, in order
     * @param notSent why the next one could not be; null when all were
     */
    record Sending(List<Future<RecordMetadata>> sent, @Nullable Throwable notSent) {}

    Sending send(List<Waiting> rows) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(rows.size());
        AtomicBoolean failed = new AtomicBoolean();
        Throwable notSent = null;
        for (Waiting row : rows) {
            if (failed.get()) {
                break;
            }
            try {
                sent.add(
                        producer.send(
                                row.outgoing(),
                                (metadata, failure) -> {
                                    if (failure != null) {
                                        failed.set(true);
                                    }
                                }));
            } catch (org.apache.kafka.common.KafkaException | IllegalStateException e) {
                notSent = e;
                break;
            }
        }
        return new Sending(sent, notSent);
    }

    static Round await(Sending sending, Patience patience) throws InterruptedException {
        int acknowledged = 0;
        for (Future<RecordMetadata> one : sending.sent()) {
            Duration waited = Duration.ZERO;
            while (true) {
                try {
                    one.get(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
                    acknowledged++;
                    break;
                } catch (TimeoutException e) {
                    waited = waited.plus(LOOK_UP);
                    if (!patience.waitOn(waited)) {
                        return new Round(acknowledged, e);
                    }
                } catch (ExecutionException e) {
                    return new Round(acknowledged, e.getCause());
                }
            }
        }
        return new Round(acknowledged, sending.notSent());
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
