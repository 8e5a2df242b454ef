package io.berth.monitoring.domain.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.guests.HeartbeatLoss;
import io.berth.contracts.guests.RestartDecision;
import io.berth.contracts.guests.VmHeartbeatLost;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a VM is restarted for its guest, by table. */
class RestartRuleTest {
    @ParameterizedTest
    @CsvSource({
        // loss, told, allowed, done within the hour, spoke, decision
        "LOST_COMMUNICATION, 1, 0, 0, false, ",
        "LOST_COMMUNICATION, 1, 2, 0, false, REQUESTED",
        "LOST_COMMUNICATION, 1, 2, 1, false, REQUESTED",
        "LOST_COMMUNICATION, 1, 2, 2, false, BOUND_REACHED",
        "LOST_COMMUNICATION, 3, 2, 5, false, BOUND_REACHED",
        "LOST_COMMUNICATION, 1, 2, 0, true,  GUEST_SPEAKS",
        "LOST_COMMUNICATION, 1, 2, 2, true,  GUEST_SPEAKS",
        "NO_CONTACT,         1, 2, 0, false, ",
        "NO_CONTACT,         2, 2, 1, false, REQUESTED",
        "NO_CONTACT,         2, 2, 2, false, BOUND_REACHED"
    })
    void restartsWithinItsBoundOnlyWhatHasAnsweredBefore(
            HeartbeatLoss loss,
            int told,
            int allowed,
            int done,
            boolean spoke,
            @Nullable RestartDecision decision) {
        VmHeartbeatLost lost =
                new VmHeartbeatLost(
                        new VmId("v"),
                        new HostId("h"),
                        new DomainId("c"),
                        new Epoch(1),
                        loss,
                        Instant.EPOCH,
                        Instant.EPOCH.plusSeconds(30),
                        Duration.ofSeconds(30),
                        told);
        assertThat(RestartRule.decide(lost, allowed, done, spoke)).isEqualTo(decision);
    }
}
