package io.berth.kit.deadletter;

import io.berth.contracts.Topic;
import io.berth.contracts.wire.RejectionCode;
import io.berth.kit.intake.Position;
import io.berth.kit.outbox.OutboxRow;
import io.berth.kit.outbox.OutboxWriter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sets records aside that are refused for good: a row of the outbox, and so part of the transaction
 * that passes the record by. Key and value stay as they were, the origin and the reason are in
 * headers; what would be too long for the topic is cut, and a header says so.
 */
@ApplicationScoped
public class DeadLetters {
    /** Values up to this length, in bytes, are kept whole. */
    public static final int WHOLE_VALUE = 256 * 1024;

    /** What is kept of a longer value, in bytes: enough to see what it was. */
    public static final int CUT_VALUE = 64 * 1024;

    /** Longest key kept, in bytes. */
    public static final int MAX_KEY = 1024;

    /** Most bytes of the record's own headers that are kept; those after are dropped. */
    public static final int MAX_HEADERS = 16 * 1024;

    private static final int MAX_DETAIL = 500;
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final OutboxWriter writer;
    private final MeterRegistry meters;
    private final TransactionSynchronizationRegistry transaction;

    @Inject
    public DeadLetters(
            OutboxWriter writer,
            MeterRegistry meters,
            TransactionSynchronizationRegistry transaction) {
        this.writer = writer;
        this.meters = meters;
        this.transaction = transaction;
    }

    /**
     * Sets a record aside in the caller's transaction.
     *
     * @param detail for people; no secrets, and at most {@value #MAX_DETAIL} characters are kept
     * @throws IllegalStateException without an active transaction
     */
    public void put(
            Position origin,
            byte @Nullable [] key,
            Headers headers,
            byte @Nullable [] value,
            RejectionCode code,
            String detail) {
        List<String> cut = new ArrayList<>();
        byte[] keptKey = keep("key", key, MAX_KEY, MAX_KEY, cut);
        byte[] keptValue = keep("value", value, WHOLE_VALUE, CUT_VALUE, cut);
        List<Header> kept = keep(headers, cut);
        kept.add(header("berth-origin-topic", origin.topic()));
        kept.add(header("berth-origin-partition", Integer.toString(origin.partition())));
        kept.add(header("berth-origin-offset", Long.toString(origin.offset())));
        kept.add(header("berth-origin-timestamp", origin.timestamp().toString()));
        kept.add(header("berth-reason", code.label()));
        kept.add(
                header(
                        "berth-detail",
                        detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL)));
        if (!cut.isEmpty()) {
            kept.add(header("berth-truncated", String.join(",", cut)));
        }
        writer.add(
                new OutboxRow(
                        origin.topic() + Topic.DEAD_LETTER_SUFFIX, null, keptKey, kept, keptValue));
        transaction.registerInterposedSynchronization(new CountOnCommit(origin, code, detail));
    }

    private static byte @Nullable [] keep(
            String name, byte @Nullable [] bytes, int whole, int part, List<String> cut) {
        if (bytes == null || bytes.length <= whole) {
            return bytes;
        }
        cut.add(name);
        return Arrays.copyOf(bytes, part);
    }

    private static List<Header> keep(Headers headers, List<String> cut) {
        List<Header> kept = new ArrayList<>();
        int bytes = 0;
        for (Header header : headers) {
            byte[] value = header.value();
            bytes += header.key().length() + (value == null ? 0 : value.length);
            if (bytes > MAX_HEADERS) {
                cut.add("headers");
                break;
            }
            kept.add(header);
        }
        return kept;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Counted when it is certain, so that a retry does not count twice. */
    private final class CountOnCommit implements Synchronization {
        private final Position origin;
        private final RejectionCode code;
        private final String detail;

        CountOnCommit(Position origin, RejectionCode code, String detail) {
            this.origin = origin;
            this.code = code;
            this.detail = detail;
        }

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                meters.counter(
                                "berth.dead.letters",
                                "topic",
                                origin.topic(),
                                "reason",
                                code.label())
                        .increment();
                LOG.warnf("dead letter of %s: %s: %s", origin, code.label(), detail);
            }
        }
    }
}
