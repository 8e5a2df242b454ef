package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Refusal;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.policy.CommonFeatures;
import io.berth.placement.domain.policy.GuestLimits;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A host chosen by hand: its link, its processor, and soft refusals that a reason overrides. */
class ChosenHostScenarioTest {
    private static final String WHY = "the licence is bound to this host";
    private static final PlacementPolicy USUAL = PlacementPolicy.DEFAULT;

    /** All processors of the vendor have this one feature. */
    private static final PlacementPolicy POLICY =
            new PlacementPolicy(
                    "test",
                    USUAL.startDeadline(),
                    USUAL.stopRepeat(),
                    USUAL.maxStartAttempts(),
                    USUAL.failedStartRetry(),
                    USUAL.operationDeadline(),
                    USUAL.maxRetriesPerDecision(),
                    new Rulebook(
                            GuestLimits.NONE,
                            new CommonFeatures(Map.of(ProcessorVendor.INTEL, Set.of("sse4_2")))),
                    OperationPolicy.DEFAULT,
                    Map.of());

    private final Scenario scenario = Scenario.under(POLICY);
    private final OperationSteps steps = new OperationSteps(scenario);

    private void host(String id, @Nullable Long mbit, @Nullable Processor processor) {
        HostState plain = Scenario.hostState(id, MiB.ofGiB(64), HostReserve.NONE);
        scenario.specify(
                new HostState(
                        plain.host(),
                        plain.domain(),
                        plain.cluster(),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        16,
                        plain.memory(),
                        HostReserve.NONE,
                        false,
                        null,
                        null,
                        new HostHardware(
                                false,
                                processor,
                                null,
                                null,
                                null,
                                mbit == null
                                        ? List.of()
                                        : List.of(new NetworkAdapter("lan", mbit, List.of())),
                                List.of(),
                                null,
                                List.of()),
                        1));
        scenario.ready(id, 1).forget();
    }

    private void standAlone(String id) {
        scenario.specify(Scenario.hostState(id, MiB.ofGiB(64), HostReserve.NONE, null, false));
        scenario.ready(id, 1).forget();
    }

    private static Processor processor(ProcessorVendor vendor, String... features) {
        return new Processor(vendor, "model", List.of(features));
    }

    private List<String> refusals(String operation) {
        return steps.move(operation).refused().stream()
                .filter(host -> host.host().equals(new HostId("h2")))
                .flatMap(host -> host.refusals().stream())
                .map(Refusal::code)
                .toList();
    }

    @Test
    void theSlowerAdapterDecidesHowItGoes() {
        host("h1", 10_000L, null);
        scenario.running("vm", SMALL);
        host("h2", 500L, null);
        steps.migrate("op", "vm", "h2");
        assertThat(steps.move("op").mode()).isEqualTo(MigrationMode.QUICK);
        assertThat(steps.move("op").linkMbit()).isEqualTo(500);
        assertThat(steps.move("op").detail()).contains("500 Mbit/s").contains("100");
    }

    @Test
    void anUnknownLinkIsSaidToBeUnknown() {
        host("h1", 10_000L, null);
        scenario.running("vm", SMALL);
        host("h2", null, null);
        steps.migrate("op", "vm", "h2");
        assertThat(steps.move("op").mode()).isEqualTo(MigrationMode.LIVE);
        assertThat(steps.move("op").linkMbit()).isNull();
        assertThat(steps.move("op").detail()).contains("not known");
    }

    @Test
    void aLinkThatIsTooSlowRefusesWithItsNumbers() {
        host("h1", 10_000L, null);
        scenario.running("vm", SMALL);
        host("h2", 999L, null);
        steps.migrate("live", "vm", "h2", MigrationMode.LIVE, null);
        assertThat(refusals("live")).containsExactly("link-too-slow");
        host("h2", 99L, null);
        steps.migrate("any", "vm", null);
        assertThat(refusals("any")).containsExactly("link-too-slow");
        assertThat(scenario.commanded()).isEmpty();
    }

    @Test
    void aGuestGoesOnOnlyWhereItFindsItsProcessorFeatures() {
        host("h1", null, processor(ProcessorVendor.INTEL, "sse4_2", "avx2"));
        scenario.running("vm", SMALL);
        host("h2", null, processor(ProcessorVendor.INTEL, "sse4_2"));
        steps.migrate("features", "vm", "h2", null, WHY);
        assertThat(refusals("features")).containsExactly("processor-features");
        host("h2", null, processor(ProcessorVendor.AMD, "sse4_2", "avx2"));
        steps.migrate("vendor", "vm", "h2", null, WHY);
        assertThat(refusals("vendor")).containsExactly("processor-vendor");
        host("h2", null, processor(ProcessorVendor.INTEL, "sse4_2", "avx2", "avx512f"));
        steps.migrate("up", "vm", "h2");
        assertThat(steps.move("up").state()).isEqualTo(MoveState.MOVING);
    }

    @Test
    void aVmInCompatibilityModeGoesDownTheGenerationsOfOneVendor() {
        VmDetails compatible =
                new VmDetails(
                        null, List.of(), null, null, null, List.of(), List.of(), List.of(), true,
                        null, null);
        host("h1", null, processor(ProcessorVendor.INTEL, "sse4_2", "avx2"));
        scenario.running(
                "vm",
                new VmSpec(1, 50, MiB.ofGiB(1), true, RestartPriority.MEDIUM, null, compatible));
        host("h2", null, processor(ProcessorVendor.INTEL, "sse4_2"));
        steps.migrate("down", "vm", "h2");
        assertThat(steps.move("down").state()).isEqualTo(MoveState.MOVING);
    }

    @Test
    void aSoftRefusalIsOverriddenByAReasonWhichIsKept() {
        host("h1", null, null);
        scenario.running("vm", SMALL);
        standAlone("h2");
        steps.migrate("without", "vm", "h2");
        assertThat(refusals("without")).containsExactly("ha-needs-cluster");
        steps.migrate("with", "vm", "h2", null, WHY);
        assertThat(steps.move("with").state()).isEqualTo(MoveState.MOVING);
        assertThat(steps.move("with").overridden())
                .extracting(Refusal::code)
                .containsExactly("ha-needs-cluster");
        assertThat(steps.operation("with").wish().override()).isEqualTo(WHY);
    }

    @Test
    void aHardRefusalIsNot() {
        host("h1", null, null);
        scenario.running("vm", SMALL);
        scenario.specify(Scenario.hostState("h2", new MiB(512), HostReserve.NONE));
        scenario.ready("h2", 1).forget();
        steps.migrate("op", "vm", "h2", null, WHY);
        assertThat(refusals("op")).containsExactly("insufficient-memory");
    }

    @Test
    void aVmWithoutHostIsPlacedByHand() {
        standAlone("h2");
        scenario.request("vm", SMALL).forget();
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.UNPLACEABLE);
        steps.migrate("nowhere", "vm", null);
        assertThat(steps.move("nowhere").reason()).isEqualTo(MoveReason.TARGET_MISSING);
        steps.migrate("op", "vm", "h2", null, WHY);
        assertThat(scenario.told()).containsExactly("Placed vm@h2/1 CHOSEN_BY_OPERATOR");
        assertThat(scenario.commanded()).containsExactly("Start vm@h2/1");
        scenario.answer("vm", STARTED);
        assertThat(steps.operation("op").kind()).isEqualTo(OperationKind.PLACE);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
    }
}
