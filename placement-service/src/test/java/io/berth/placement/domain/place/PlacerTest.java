package io.berth.placement.domain.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.RatedHost;
import io.berth.contracts.placement.RefusedHost;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.fit.Rating;
import io.berth.placement.domain.fit.Requirement;
import io.berth.placement.domain.fit.Shape;
import io.berth.placement.domain.ledger.CorePercent;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.vm.Resource;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacerTest {
    @ParameterizedTest
    @CsvSource({"1.0,5.0", "0.999,4.5", "0.9,4.5", "0.522,2.5", "0.5,2.5", "0.19,0.5", "0.0,0.5"})
    void scoresAreFlooredToHalfStarsAndNeverBelowHalf(double score, double stars) {
        assertThat(new Rating(score).stars()).isEqualTo(stars);
    }

    @ParameterizedTest(
            name = "{0} GiB and {1} % allocated, {2} % measured, VM of {3} GiB and {4} %")
    @CsvSource({
        // usable are 60 GiB and 1440 %; the first row is the worked example of the Javadoc
        "16, 400, 700, 8, 100, 0.522222",
        "0, 0, 0, 8, 100, 0.898611",
        "0, 0, 0, 60, 1440, 0",
        "30, 720, 0, 6, 144, 0.4",
        "30, 0, 720, 6, 144, 0.4",
        "30, 720, 719, 6, 144, 0.4"
    })
    void theScoreIsWhatWouldBeLeft(
            int gib, int corePercent, double measured, int vmGib, int vmPercent, double expected) {
        HostId host = new HostId("h1");
        Ledger ledger = new Ledger();
        ledger.describe(
                new HostDescription(
                        Scenario.hostState("h1", MiB.ofGiB(64), new HostReserve(10, MiB.ofGiB(4))),
                        new CorePercent((long) measured)));
        if (gib > 0) {
            ledger.allocate(host, spec(gib, Math.max(corePercent, 4)));
        }

        Shape shape = new Shape(Requirement.of(spec(vmGib, vmPercent), Rulebook.EMPTY));

        assertThat(shape.score(ledger, ledger.row(host))).isCloseTo(expected, within(0.0005));
    }

    @Test
    void theEmptiestHostWinsAndEveryOtherIsAccountedFor() {
        Scenario scenario = Scenario.ofHosts("h1", "h2", "h3");
        scenario.running("big", Scenario.spec(32, true, RestartPriority.MEDIUM));
        String taken = scenario.hostOf("big");
        scenario.failed(otherThan(taken), 1);

        Explanation explanation = whatIf(scenario, Scenario.SMALL, 1);

        assertThat(explanation.candidates()).extracting(RatedHost::stars).containsExactly(4.5, 3.5);
        assertThat(explanation.candidates().getLast().host()).hasToString(taken);
        assertThat(explanation.refused())
                .singleElement()
                .extracting(RefusedHost::host)
                .hasToString(otherThan(taken));
        assertThat(explanation.seed()).as("no tie, no seed").isZero();
    }

    @Test
    void equalHostsAreChosenBySeedAndAlikeForTheSameSeed() {
        Scenario scenario = Scenario.ofHosts("h1", "h2", "h3", "h4");
        Set<HostId> chosen = new HashSet<>();
        for (long seed = 1; seed <= 64; seed++) {
            Explanation first = whatIf(scenario, Scenario.SMALL, seed);
            assertThat(whatIf(scenario, Scenario.SMALL, seed)).isEqualTo(first);
            assertThat(first.seed()).isEqualTo(seed);
            chosen.add(first.candidates().getFirst().host());
        }
        assertThat(chosen).as("64 seeds over 4 equal hosts").hasSize(4);
    }

    @Test
    void anExplanationOfALargeDomainIsBounded() {
        String[] many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = "h" + i;
        }
        Scenario scenario = Scenario.ofHosts(many);

        assertThat(whatIf(scenario, Scenario.SMALL, 1).candidates())
                .hasSize(PlacementPolicy.MAX_EXPLAINED);
        assertThat(whatIf(scenario, spec(65, 20), 1).refused())
                .hasSize(PlacementPolicy.MAX_EXPLAINED);
    }

    @Test
    void askingWhatIfChangesNothing() {
        Scenario scenario = Scenario.ofHosts("h1", "h2");

        whatIf(scenario, Scenario.SMALL, 1);

        assertThat(scenario.state.vms()).isEmpty();
        assertThat(scenario.state.ledger().allocated(Resource.MEMORY, new HostId("h1"))).isZero();
    }

    private static Explanation whatIf(Scenario scenario, VmSpec spec, long seed) {
        return scenario.rules.whatIf(
                scenario.state,
                new VmId("asked"),
                spec,
                new Moment(Instant.EPOCH, seed, List.of()));
    }

    private static String otherThan(String host) {
        return host.equals("h1") ? "h2" : "h1";
    }

    private static VmSpec spec(int gib, int corePercent) {
        return new VmSpec(corePercent / 4, 4, MiB.ofGiB(gib), true, RestartPriority.MEDIUM, null);
    }
}
