package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static io.berth.placement.domain.Scenario.SMALL;
import static io.berth.placement.domain.Scenario.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.VmMigrationEnded.Outcome;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementOverride;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import io.berth.contracts.placement.SetAside;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.place.Appraisal;
import io.berth.placement.domain.place.Question;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.vm.VmRow;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * VMs of one affinity set share a host where that is possible, and are recovered where it is not.
 */
class AffinityScenarioTest {
    private static final int RUNS = Integer.getInteger("berth.random.runs", 3000) / 10;

    private static void host(Scenario scenario, String id, int gib) {
        scenario.specify(Scenario.hostState(id, MiB.ofGiB(gib), HostReserve.NONE));
        scenario.ready(id, 1);
    }

    private static Refusal affinity(Explanation explanation, String host) {
        return explanation.refused().stream()
                .filter(refused -> refused.host().equals(new HostId(host)))
                .flatMap(refused -> refused.refusals().stream())
                .filter(refusal -> refusal.code().equals("affinity"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNewMemberGoesToTheOthersAndOtherHostsSayWhereTheyAre() {
        Scenario scenario =
                Scenario.ofHosts("h1", "h2", "h3").running("db", together(8, "shop")).forget();
        String home = scenario.hostOf("db");

        scenario.request("web", together(8, "shop"));

        assertThat(scenario.hostOf("web")).isEqualTo(home);
        Explanation why = ((VmPlaced) scenario.events().getFirst()).explanation();
        String other = home.equals("h1") ? "h2" : "h1";
        assertThat(affinity(why, other).text())
                .isEqualTo("VM db of affinity set shop is on host " + home);
        assertThat(affinity(why, other).hard()).isFalse();
        assertThat(why.setAside()).isNull();
    }

    @Test
    void aNewMemberThatFindsNoRoomThereWaitsUnlessAnAdministratorSetsTheRuleAside() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").running("db", together(40, "shop"));
        String home = scenario.hostOf("db");
        scenario.forget().request("web", together(40, "shop"));

        VmUnplaceable none = (VmUnplaceable) scenario.events().getFirst();
        assertThat(affinity(none.explanation(), home.equals("h1") ? "h2" : "h1").code())
                .isEqualTo("affinity");

        scenario.feed(
                new Input.Requested(
                        new PlaceVmRequested(
                                new VmId("web"),
                                Scenario.CLUSTER,
                                together(40, "shop"),
                                new PlacementOverride("admin", "tonight only"))));
        assertThat(scenario.hostOf("web")).isNotEqualTo(home);
        SetAside setAside =
                Objects.requireNonNull(
                        ((VmPlaced) scenario.events().getFirst()).explanation().setAside());
        assertThat(setAside.refusals()).extracting(Refusal::code).contains("affinity");
    }

    @Test
    void anOverrideForAnotherRuleStillKeepsThemTogether() {
        Scenario scenario =
                Scenario.ofHosts("h1", "h2", "h3").running("db", together(8, "shop")).forget();
        scenario.feed(
                new Input.Requested(
                        new PlaceVmRequested(
                                new VmId("web"),
                                Scenario.CLUSTER,
                                together(40, "shop"),
                                new PlacementOverride("admin", "over-committed for an hour"))));
        assertThat(scenario.hostOf("web")).isEqualTo(scenario.hostOf("db"));
    }

    @Test
    void membersThatWereLostTogetherAreRecoveredTogetherWhereAllFindRoom() {
        Scenario scenario = Scenario.ofHosts("h1");
        for (String vm : List.of("db", "app", "web")) {
            scenario.running(vm, together(8, "shop"));
        }
        host(scenario, "h2", 20);
        host(scenario, "h3", 26);
        scenario.running("else", Scenario.spec(1, true, SMALL.restartPriority())).forget();

        scenario.failed("h1", 1);

        assertThat(List.of(scenario.hostOf("db"), scenario.hostOf("app"), scenario.hostOf("web")))
                .as("h2 has room for two only, whatever its rating")
                .containsOnly("h3");
    }

    @Test
    void membersThatFindNoRoomTogetherAreRecoveredApartAndTheExplanationSaysSo() {
        Scenario scenario = Scenario.ofHosts("h1");
        for (String vm : List.of("app", "db", "web")) {
            scenario.running(vm, together(8, "shop"));
        }
        host(scenario, "h2", 17);
        host(scenario, "h3", 9);
        scenario.forget();

        scenario.failed("h1", 1);

        List<VmPlaced> placed =
                scenario.events().stream()
                        .filter(VmPlaced.class::isInstance)
                        .map(VmPlaced.class::cast)
                        .toList();
        assertThat(placed).hasSize(3);
        assertThat(placed)
                .extracting(event -> event.host().value())
                .containsExactlyInAnyOrder("h2", "h2", "h3");
        VmPlaced apart =
                placed.stream()
                        .filter(event -> event.explanation().setAside() != null)
                        .findFirst()
                        .orElseThrow();
        SetAside setAside = Objects.requireNonNull(apart.explanation().setAside());
        assertThat(setAside.override()).as("nobody's word: recovery is not held up").isNull();
        assertThat(setAside.refusals())
                .singleElement()
                .matches(refusal -> refusal.code().equals("affinity"));
    }

    @Test
    void aMemberThatIsLostAloneGoesToTheOthers() {
        Scenario scenario = Scenario.ofHosts("h1", "h2", "h3").running("db", together(40, "shop"));
        String home = scenario.hostOf("db");
        OperationSteps steps = new OperationSteps(scenario);
        String away = home.equals("h1") ? "h2" : "h1";
        scenario.running("web", together(8, "shop"));
        steps.migrate("op", "web", away, null, "to test").ended("web", Outcome.HANDED_OVER);
        scenario.answer("web", STARTED);
        assertThat(scenario.hostOf("web")).isEqualTo(away);

        scenario.failed(away, 1);

        assertThat(scenario.hostOf("web")).isEqualTo(home);
    }

    @Test
    void oneMemberIsNotMovedAwayFromTheOthersWithoutAWord() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").running("db", together(8, "shop"));
        scenario.running("web", together(8, "shop"));
        OperationSteps steps = new OperationSteps(scenario);
        String home = scenario.hostOf("db");
        String other = home.equals("h1") ? "h2" : "h1";

        steps.migrate("op1", "web", null);
        assertThat(steps.move("op1", "web").refused())
                .flatExtracting(RefusedHost::refusals)
                .extracting(Refusal::code)
                .contains("affinity");
        steps.migrate("op2", "web", other);
        assertThat(steps.operation("op2").state()).isEqualTo(OperationState.FAILED);
        steps.migrate("op3", "web", other, null, "the licence is there");
        assertThat(steps.operation("op3").state()).isEqualTo(OperationState.RUNNING);
    }

    @Test
    void anEvacuationKeepsThemTogether() {
        Scenario scenario = Scenario.ofHosts("h1");
        for (String vm : List.of("a", "b", "c", "d")) {
            scenario.running(vm, together(8, "shop"));
        }
        host(scenario, "h2", 30);
        host(scenario, "h3", 33);
        OperationSteps steps = new OperationSteps(scenario);

        steps.evacuate("op", "h1", BlockedVms.QUEUE);
        for (String vm : List.of("a", "b", "c", "d")) {
            steps.ended(vm, Outcome.HANDED_OVER);
            scenario.answer(vm, STARTED);
            assertThat(scenario.hostOf(vm)).as(vm).isEqualTo("h3");
        }
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
    }

    @Test
    void aMemberOnAHostThatIsDownBindsNobody() {
        VmSpec plain =
                Scenario.details(
                        Scenario.spec(8, false, SMALL.restartPriority()),
                        Objects.requireNonNull(together(8, "shop").details()));
        Scenario scenario = Scenario.ofHosts("h1").running("db", plain);
        scenario.failed("h1", 1);
        assertThat(scenario.vm("db").state()).isEqualTo(AssignmentState.WAITING_FOR_HOST);
        host(scenario, "h2", 64);

        scenario.request("web", together(8, "shop"));

        assertThat(scenario.hostOf("web")).isEqualTo("h2");
    }

    /** More hosts than are gone through one by one: the same choice as going through them all. */
    @Test
    void aLargeDomainChoosesWhatGoingThroughAllHostsChooses() {
        int bound = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Scenario scenario = Scenario.ofHosts();
            int hosts = PlacementPolicy.MAX_EXPLAINED + 1 + random.nextInt(10);
            for (int i = 0; i < hosts; i++) {
                scenario.specifyOnly("h" + i, 8 + random.nextInt(24));
            }
            scenario.describeAll();
            for (int i = 0; i < hosts; i++) {
                scenario.ready("h" + i, 1);
            }
            for (int i = 0; i < 6; i++) {
                VmSpec spec =
                        random.nextInt(3) == 0
                                ? Scenario.spec(
                                        1 + random.nextInt(12), true, SMALL.restartPriority())
                                : together(1 + random.nextInt(12), "set" + random.nextInt(2));
                VmId vm = new VmId("vm" + i);
                Set<HostId> best = new HashSet<>();
                Appraisal scan =
                        scenario.rules.appraise(
                                scenario.state, Question.start(vm, spec), scenario.moment());
                scan.candidates().stream()
                        .filter(one ->
                                one.rating().score()
                                        == scan.candidates().getFirst().rating().score())
                        .forEach(one -> best.add(one.rating().host()));
                scenario.request(vm.value(), spec);
                VmRow row = scenario.vm(vm.value());
                if (best.isEmpty()) {
                    assertThat(row.host()).as("seed %d", seed).isNull();
                } else {
                    assertThat(best).as("seed %d", seed).contains(row.requiredHost());
                }
                bound += scan.groups().stream().anyMatch(g -> g.code().equals("affinity")) ? 1 : 0;
            }
        }
        assertThat(bound).as("some were bound").isGreaterThan(RUNS);
    }
}
