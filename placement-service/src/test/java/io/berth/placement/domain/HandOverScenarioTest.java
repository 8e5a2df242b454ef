package io.berth.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.TakeOverVmRequested;
import io.berth.contracts.placement.VmHandOverRefused;
import io.berth.contracts.placement.VmReleased;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.placement.domain.replay.Before;
import io.berth.placement.domain.replay.Rewind;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A VM goes from one placement domain to another: only stopped, and at a rising epoch. */
class HandOverScenarioTest {
    private static final VmId VM = new VmId("vm1");
    private static final DomainId THERE = new DomainId("cluster-2");
    private static final HandOverVmRequested ASKED =
            new HandOverVmRequested(VM, Scenario.CLUSTER, THERE);

    private static Scenario running() {
        return Scenario.ofHosts("h1").running("vm1", Scenario.SMALL);
    }

    private static Scenario stopped() {
        return running().stop("vm1").answer("h1", "vm1", 1, Outcome.STOPPED);
    }

    @Test
    void aStoppedVmIsLetGoOfAndNoLongerKnown() {
        Scenario scenario = stopped().feed(new Input.Requested(ASKED));
        assertThat(scenario.facts())
                .contains(new VmReleased(VM, Scenario.CLUSTER, THERE, new Epoch(1)));
        assertThat(scenario.state.vm(VM)).isNull();
        assertThat(scenario.verdict(new Input.Requested(ASKED)))
                .as("the second time")
                .isEqualTo(new Verdict.UnknownVm(VM, Scenario.CLUSTER));
        assertThat(scenario.verdict(new Input.Requested(new StopVmRequested(VM, Scenario.CLUSTER))))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aVmThatRunsStaysAndTheAnswerSaysWhatToDo() {
        Scenario scenario = running().feed(new Input.Requested(ASKED));
        assertThat(scenario.facts())
                .contains(
                        new VmHandOverRefused(
                                VM,
                                Scenario.CLUSTER,
                                THERE,
                                AssignmentState.RUNNING,
                                "it is RUNNING on host h1; stop it, and ask again when it is"
                                        + " STOPPED"));
        assertThat(scenario.state.vm(VM)).isNotNull();
    }

    @Test
    void itIsTakenOverAtTheNextEpochAndStartsAtTheOneAfter() {
        TakeOverVmRequested request =
                new TakeOverVmRequested(
                        VM, Scenario.CLUSTER, THERE, new Epoch(7), Scenario.SMALL, 20);
        Scenario scenario = Scenario.ofHosts("h1").feed(new Input.Requested(request));
        assertThat(scenario.facts())
                .contains(new VmTakenOver(VM, Scenario.CLUSTER, THERE, new Epoch(8)));
        VmRow row = Objects.requireNonNull(scenario.state.vm(VM));
        assertThat(row.state()).isEqualTo(AssignmentState.STOPPED);
        assertThat(row.revision()).isEqualTo(21);

        int told = scenario.facts().size();
        scenario.feed(new Input.Requested(request));
        assertThat(scenario.facts()).as("a second time changes nothing").hasSize(told);

        scenario.request("vm1", Scenario.SMALL);
        assertThat(Objects.requireNonNull(scenario.state.vm(VM)).epoch()).isEqualTo(new Epoch(9));
    }

    @Test
    void oneThatWasStartedSinceWhoeverAsksSawItStoppedStays() {
        HandOverVmRequested old =
                new HandOverVmRequested(VM, Scenario.CLUSTER, THERE, Epoch.NONE, null);
        Scenario scenario = stopped().feed(new Input.Requested(old));
        assertThat(scenario.facts())
                .contains(
                        new VmHandOverRefused(
                                VM,
                                Scenario.CLUSTER,
                                THERE,
                                AssignmentState.STOPPED,
                                "it has been started since whoever asks saw it stopped: it is"
                                        + " stopped at epoch 1"));
        assertThat(scenario.state.vm(VM)).isNotNull();
    }

    @Test
    void theTermsAreToldByTheOldDomainAndHoldInTheNewOneFromTheFirstMoment() {
        HandOverTerms terms = new HandOverTerms(List.of(new HostId("h2")), false);
        HandOverVmRequested asked =
                new HandOverVmRequested(VM, Scenario.CLUSTER, THERE, new Epoch(1), terms);
        assertThat(stopped().feed(new Input.Requested(asked)).facts())
                .contains(new VmReleased(VM, Scenario.CLUSTER, THERE, new Epoch(1), terms));

        Scenario there =
                Scenario.ofHosts("h1", "h2", "h3")
                        .feed(
                                new Input.Requested(
                                        new TakeOverVmRequested(
                                                VM,
                                                Scenario.CLUSTER,
                                                THERE,
                                                new Epoch(7),
                                                Scenario.SMALL,
                                                20,
                                                terms)));
        assertThat(there.facts())
                .contains(new VmTakenOver(VM, Scenario.CLUSTER, THERE, new Epoch(8), terms));
        VmRow row = Objects.requireNonNull(there.state.vm(VM));
        assertThat(row.spec()).isEqualTo(terms.applied(Scenario.SMALL));

        there.request("vm1", row.spec());
        assertThat(Objects.requireNonNull(there.state.vm(VM)).host()).isEqualTo(new HostId("h2"));
    }

    @Test
    void aDomainCanBeTakenBackToBeforeItLetGo() {
        Scenario scenario = stopped();
        VmRow row = Objects.requireNonNull(scenario.state.vm(VM));
        Verdict.Decision decision = (Verdict.Decision) scenario.verdict(new Input.Requested(ASKED));
        Before before = Before.of(scenario.state, decision);
        scenario.state.apply(decision);
        Rewind rewind = new Rewind(List.of(), scenario.state.vms(), List.of());
        assertThat(rewind.takeBack(before))
                .containsExactly(new io.berth.placement.domain.state.Outcome.VmLeft(row, null));
        DomainState then = rewind.state(Scenario.CLUSTER, List.of());
        assertThat(then.vm(VM)).isEqualTo(row);
    }
}
