package io.berth.simulator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.simulator.agent.AgentOutput.MoveOnHypervisor;
import io.berth.simulator.agent.HeldVm;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A move takes what the link needs for memory and disks. */
class StateMovesTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # memory, disks,   ordered, own link, milliseconds
                    1024,    ,         10000,   10000,    858
                    1024,    ,         ,        1000,     8589
                    1024,    ,         10000,   100,      85899
                    1024,    ,         100,     10000,    85899
                    16384,   204800,   1000,    10000,    1855425
                    1048576, 107374182400, 10000000, 10000000, 90072872
                    """)
    void itsTimeFollowsSizeAndLink(
            long memory, @Nullable Long disks, @Nullable Long ordered, long own, long millis) {
        MoveOnHypervisor order =
                new MoveOnHypervisor(
                        new HeldVm(
                                new VmId("vm"),
                                new Epoch(3),
                                new VmSpec(
                                        2,
                                        50,
                                        new MiB(memory),
                                        true,
                                        RestartPriority.MEDIUM,
                                        null)),
                        new HostId("node-2"),
                        MigrationMode.LIVE,
                        ordered,
                        disks == null ? null : new MiB(disks));
        assertThat(StateMoves.duration(order, own)).isEqualTo(Duration.ofMillis(millis));
    }
}
