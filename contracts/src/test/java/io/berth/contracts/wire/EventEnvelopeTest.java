package io.berth.contracts.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.telemetry.MonitorTick;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventEnvelopeTest {
    /** In the table, {@code ~} stands for U+0000. */
    @ParameterizedTest
    @CsvSource({
        "'', /berth/x, ce_id is empty",
        "a~b, /berth/x, ce_id holds U+0000",
        "a, '', ce_source is empty",
        "a, '/berth\n', ce_source holds the control character U+000A at position 6"
    })
    void anAttributeThatCloudEventsForbidsIsRefused(String id, String source, String message) {
        MonitorTick tick = new MonitorTick(0, "monitoring-1");
        assertThatThrownBy(() ->
                        new EventEnvelope<>(
                                id.replace('~', '\0'), source, Instant.EPOCH, null, tick))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
