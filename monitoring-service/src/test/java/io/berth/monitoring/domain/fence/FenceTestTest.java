package io.berth.monitoring.domain.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.inventory.Bmc;
import io.berth.contracts.inventory.BmcProtocol;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.HostLiveness;
import io.berth.monitoring.domain.HostStatus;
import io.berth.monitoring.domain.fence.FenceTest.Result;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way of proof, by table. */
class FenceTestTest {
    private static final HostId HOST = new HostId("h1");
    private static final DomainId DOMAIN = new DomainId("cluster-1");

    private static FoldSnapshot.Host beating(boolean watchdog) {
        return new FoldSnapshot.Host(
                HOST,
                HostLiveness.UP,
                new BootId(3),
                7,
                new Tenure(1),
                new Tenure(1),
                watchdog,
                0,
                0,
                List.of(),
                null,
                0);
    }

    private static HostStatus other(int number, HostLiveness liveness) {
        return new HostStatus(
                new HostId("o" + number),
                DOMAIN,
                liveness,
                new BootId(1),
                new Tenure(1),
                Instant.EPOCH,
                null,
                null,
                null,
                null);
    }

    private static Result cluster(int nodes, int failed, int suspect) {
        List<HostStatus> others =
                IntStream.range(0, nodes - 1)
                        .mapToObj(i ->
                                other(
                                        i,
                                        i < failed
                                                ? HostLiveness.FAILED
                                                : i < failed + suspect
                                                        ? HostLiveness.SUSPECT
                                                        : HostLiveness.UP))
                        .toList();
        return FenceTest.of(HOST, DOMAIN, nodes, beating(true), others, null)
                .ways()
                .get(1)
                .result();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, FAILED",
        "2, 0, 0, OK",
        "2, 1, 0, FAILED",
        "3, 0, 0, OK",
        "3, 0, 1, FAILED",
        "4, 1, 1, OK",
        "4, 2, 0, FAILED",
        "5, 2, 0, OK"
    })
    void aClusterTellsADeathFromAnOutageWhileEnoughNodesAreLeft(
            int nodes, int failed, int suspect, Result result) {
        assertThat(cluster(nodes, failed, suspect)).isEqualTo(result);
    }

    private static FenceTest test(
            DomainId domain, FoldSnapshot.@Nullable Host last, @Nullable Bmc bmc) {
        List<HostStatus> others = List.of(other(1, HostLiveness.UP), other(2, HostLiveness.UP));
        return FenceTest.of(HOST, domain, 3, last, others, bmc);
    }

    @Test
    void aNodeUnderAWatchdogFailsOverByItself() {
        FenceTest armed = test(DOMAIN, beating(true), null);
        assertThat(armed.failsOverByItself()).isTrue();
        assertThat(armed.evidence())
                .containsExactly(
                        FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG,
                        FencingEvidence.OPERATOR_CONFIRMED);
    }

    @Test
    void withoutAWatchdogTheControllerOrAPersonHasToSayIt() {
        Bmc bmc = new Bmc(BmcProtocol.REDFISH, "10.0.0.7");
        FenceTest unarmed = test(DOMAIN, beating(false), bmc);
        assertThat(unarmed.failsOverByItself()).isFalse();
        assertThat(unarmed.ways().getFirst().result()).isEqualTo(Result.FAILED);
        assertThat(unarmed.ways().getFirst().detail()).contains("sequence 7");
        assertThat(unarmed.ways().get(2).result()).isEqualTo(Result.UNTRIED);
        assertThat(unarmed.ways().get(2).detail()).contains("REDFISH at 10.0.0.7");
        assertThat(unarmed.evidence())
                .containsExactly(
                        FencingEvidence.POWER_OFF_BY_BMC, FencingEvidence.OPERATOR_CONFIRMED);
    }

    @Test
    void aHostThatStandsAloneNeverFailsByItself() {
        FenceTest alone = test(DomainId.standalone(new HostGroupId("g")), beating(true), null);
        assertThat(alone.failsOverByItself()).isFalse();
        assertThat(alone.ways().get(1).result()).isEqualTo(Result.NOT_CONFIGURED);
    }

    @Test
    void nothingProvesTheDeathOfAHostThatWasNeverHeard() {
        FenceTest unheard = test(DOMAIN, null, null);
        assertThat(unheard.ways().getFirst().result()).isEqualTo(Result.NOT_CONFIGURED);
        assertThat(unheard.evidence()).isEmpty();
    }

    @Test
    void hostsOfWhichNothingWasSaidCountAsSilent() {
        FenceTest lonely = FenceTest.of(HOST, DOMAIN, 3, beating(true), List.of(), null);
        assertThat(lonely.failsOverByItself()).isFalse();
        assertThat(lonely.ways().get(1).detail()).startsWith("with it 3 of 3 nodes");
    }
}
