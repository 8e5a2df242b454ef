package io.berth.monitoring.app;

import io.berth.contracts.Topic;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.telemetry.HostBeat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Whose beat a record is, without reading it: a beat of an agent that sends too many is dropped for
 * a twentieth of what reading it would cost. It answers only where it cannot err: the host stands
 * first in the JSON of a beat, as every program of Berth writes it, and names may not stand twice.
 */
final class BeatPeek {
    private static final byte[] TYPE =
            Topic.typeOf(HostBeat.class).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] START = "{\"host\":\"".getBytes(StandardCharsets.US_ASCII);

    private BeatPeek() {}

    /** The host that a beat names first; null when it is no beat, or must be read to know. */
    static @Nullable String hostOf(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null
                || value.length <= START.length
                || !Arrays.equals(value, 0, START.length, START, 0, START.length)) {
            return null;
        }
        Header type = record.headers().lastHeader("ce_type");
        if (type == null || !Arrays.equals(type.value(), TYPE)) {
            return null;
        }
        int end = START.length;
        while (end < value.length && isPlain(value[end])) {
            end++;
        }
        int length = end - START.length;
        if (length == 0 || length > Identifiers.MAX_LENGTH || end == value.length) {
            return null;
        }
        return value[end] == '"'
                ? new String(value, START.length, length, StandardCharsets.ISO_8859_1)
                : null;
    }

    /** What an identifier may hold; an escape, for one, is not. */
    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '.'
                || b == '_'
                || b == '-';
    }
}
