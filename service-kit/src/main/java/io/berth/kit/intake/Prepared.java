package io.berth.kit.intake;

import io.berth.contracts.wire.RejectionCode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record after reading, before anything is known of the database. */
@SuppressWarnings("ArrayRecordComponent") // never compared
sealed interface Prepared {
    /** The record as it was polled. */
    ConsumerRecord<byte[], byte[]> raw();

    /** Where it lies. */
    Position position();

    /**
     * An event.
     *
     * @param inboxId source and id; null in topics where a repeated id means nothing
     * @param fingerprint of type and payload
     */
    record Good(
            ConsumerRecord<byte[], byte[]> raw,
            Received<?> received,
            @Nullable String inboxId,
            byte[] fingerprint)
            implements Prepared {
        @Override
        public Position position() {
            return received.position();
        }
    }

    /** Not readable, for good. */
    record Poison(
            ConsumerRecord<byte[], byte[]> raw,
            Position position,
            RejectionCode code,
            String detail)
            implements Prepared {}

    /** Of a type that this version does not know. */
    record Unknown(ConsumerRecord<byte[], byte[]> raw, Position position) implements Prepared {}
}
