package io.berth.kit.outbox;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record that waits in the outbox.
 *
 * @param topic without the installation's prefix
 * @param partition null to let the key decide
 * @param key null only for the dead letter of a record without key
 * @param headers in the order of writing; names may repeat
 * @param payload null for a deletion, or the dead letter of a record without value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are those of the record
public record OutboxRow(
        String topic,
        @Nullable Integer partition,
        byte @Nullable [] key,
        List<Header> headers,
        byte @Nullable [] payload) {
    public OutboxRow {
        headers = List.copyOf(headers);
    }

    /** Bytes of the payload. */
    int size() {
        return payload == null ? 0 : payload.length;
    }

    /** The record to send. */
    ProducerRecord<byte[], byte[]> toRecord(String topicPrefix) {
        return new ProducerRecord<>(topicPrefix + topic, partition, null, key, payload, headers);
    }
}
