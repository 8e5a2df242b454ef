package io.berth.placement.domain.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.RefusedHost;
import io.berth.placement.domain.Estate;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.policy.CommonFeatures;
import io.berth.placement.domain.policy.GuestLimits;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.Conduct;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a VM may go while it runs. */
class RunningMoveTest {
    private static final PlacementPolicy POLICY =
            new PlacementPolicy(
                    "test",
                    PlacementPolicy.DEFAULT.startDeadline(),
                    PlacementPolicy.DEFAULT.stopRepeat(),
                    5,
                    PlacementPolicy.DEFAULT.failedStartRetry(),
                    PlacementPolicy.DEFAULT.operationDeadline(),
                    500,
                    new Rulebook(
                            GuestLimits.NONE,
                            new CommonFeatures(Map.of(ProcessorVendor.INTEL, Set.of("sse2")))),
                    OperationPolicy.DEFAULT,
                    Map.of());

    @Test
    void withoutCompatibilityModeEveryFeatureItWasShownIsNeeded() {
        Placer.Answer answer = move(false);

        assertThat(answer).isInstanceOf(Placer.Answer.Nowhere.class);
        assertThat(answer.explanation().refused())
                .extracting(RefusedHost::host, host -> host.refusals().getFirst().code())
                .containsExactly(
                        tuple(new HostId("newer"), "already-there"),
                        tuple(new HostId("older"), "processor-features"),
                        tuple(new HostId("other"), "processor-vendor"));
    }

    @Test
    void inCompatibilityModeItMovesToAnOlderProcessorOfTheVendor() {
        assertThat(move(true))
                .isInstanceOfSatisfying(
                        Placer.Answer.Chosen.class,
                        chosen -> assertThat(chosen.host().host()).hasToString("older"));
    }

    private static Placer.Answer move(boolean compatibilityMode) {
        VmRow vm = runningOn("newer", compatibilityMode);
        DomainState state =
                DomainState.restore(
                        Scenario.CLUSTER,
                        List.of(
                                host("newer", ProcessorVendor.INTEL, "sse2", "avx"),
                                host("older", ProcessorVendor.INTEL, "sse2"),
                                host("other", ProcessorVendor.AMD, "sse2", "avx")),
                        List.of(
                                Estate.ready(new HostId("newer")),
                                Estate.ready(new HostId("older")),
                                Estate.ready(new HostId("other"))),
                        List.of(vm));
        Placer placer = new Placer(POLICY);
        try (Draft draft = new Draft(state, new Moment(Instant.EPOCH, 1, List.of()))) {
            return placer.placeRunning(draft, vm, placer.asks().processorNeed(draft, vm));
        }
    }

    private static HostDescription host(String id, ProcessorVendor vendor, String... features) {
        return Estate.HostShape.FULL.describe(
                new HostId(id), MiB.ofGiB(64), new Processor(vendor, "model", List.of(features)));
    }

    private static VmRow runningOn(String host, boolean compatibilityMode) {
        VmSpec spec =
                new VmSpec(
                        1,
                        50,
                        MiB.ofGiB(1),
                        true,
                        RestartPriority.MEDIUM,
                        null,
                        new VmDetails(
                                null,
                                List.of(),
                                null,
                                null,
                                null,
                                List.of(),
                                List.of(),
                                List.of(),
                                compatibilityMode,
                                null,
                                null));
        return new VmRow(
                new VmId("vm"),
                spec,
                AssignmentState.RUNNING,
                new HostId(host),
                new Epoch(1),
                new Tenure(1),
                new HostId(host),
                List.of(),
                null,
                null,
                Conduct.PLAIN,
                1);
    }
}
