package io.berth.contracts.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * An event as it lies on the wire.
 *
 * @param topic without the installation's prefix
 * @param headers CloudEvents attributes and content type, in the order of writing
 */
public record EncodedEvent(String topic, String key, Map<String, String> headers, byte[] payload) {
    /**
     * The record to send.
     *
     * @param partition where the key does not decide, as for a tick; null to let the key decide
     */
    public ProducerRecord<byte[], byte[]> toRecord(
            String topicPrefix, @Nullable Integer partition) {
        RecordHeaders recordHeaders = new RecordHeaders();
        headers.forEach(
                (name, value) -> recordHeaders.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return new ProducerRecord<>(
                topicPrefix + topic,
                partition,
                null,
                key.getBytes(StandardCharsets.UTF_8),
                payload,
                recordHeaders);
    }
}
