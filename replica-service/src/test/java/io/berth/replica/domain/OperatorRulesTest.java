package io.berth.replica.domain;

import static io.berth.replica.domain.Samples.TARGET;
import static io.berth.replica.domain.Samples.at;
import static io.berth.replica.domain.Samples.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleFailed;
import io.berth.contracts.replica.RelationshipCreated;
import io.berth.contracts.replica.RelationshipRemoved;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.domain.OperatorRules.Changed;
import io.berth.replica.domain.OperatorRules.Removal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorRulesTest {
    private static final Principal ADMIN = new Principal("admin");
    private static final VmId VM = new VmId("vm");
    private static final DomainId EAST = new DomainId("east");
    private static final RelationshipId ID = new RelationshipId("r");

    private final CycleRules cycles = new CycleRules(ReplicaPolicy.DEFAULT);
    private final OperatorRules rules = new OperatorRules(cycles);

    private static KnownWorld world() {
        return new KnownWorld(
                Map.of(VM, EAST),
                Map.of(
                        TARGET,
                        new DomainId("west"),
                        new HostId("e1"),
                        EAST,
                        new HostId("stray"),
                        new DomainId("other")),
                Map.of(VM, new HostId("stray")),
                Set.of(new RelationshipId("taken")),
                Map.of(new VmId("copied"), new RelationshipId("by")),
                Map.of(ID, new CycleNumber(41)));
    }

    @ParameterizedTest
    @CsvSource({
        "r, vm, w1, PT30S, 0, ''",
        "r, vm, w1, PT5M, 24, ''",
        "r, vm, w1, PT15M, 3, ''",
        "taken, vm, w1, PT30S, 0, relationship-already-exists",
        "r, ghost, w1, PT30S, 0, unknown-vm",
        "r, vm, nowhere, PT30S, 0, unknown-host",
        "r, vm, e1, PT30S, 0, relationship-to-itself",
        "r, vm, stray, PT30S, 0, relationship-to-itself",
        "r, vm, w1, PT0S, 0, frequency-not-allowed",
        "r, vm, w1, PT-5M, 0, frequency-not-allowed",
        "r, vm, w1, PT31S, 0, frequency-not-allowed",
        "r, vm, w1, PT30S, 25, recovery-points-out-of-range",
        "r, vm, w1, PT30S, -1, recovery-points-out-of-range"
    })
    void makesOnlyWhatTheRulesAllow(
            String id, String vm, String target, Duration frequency, long points, String code) {
        Draft draft =
                new Draft(
                        new RelationshipId(id),
                        new VmId(vm),
                        new HostId(target),
                        frequency,
                        points);

        assertThat(codes(List.of(draft))).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
    }

    @Test
    void aReplicatedVmHasNoSecondRelationship() {
        Draft draft = new Draft(ID, new VmId("copied"), TARGET, Duration.ofSeconds(30), 0);

        assertThat(codes(List.of(draft))).containsExactly("already-replicated", "unknown-vm");
    }

    @Test
    void findsWhatStandsTwiceInOneRequest() {
        Draft draft = new Draft(ID, VM, TARGET, Duration.ofSeconds(30), 0);

        assertThat(codes(List.of(draft, draft))).containsExactly("named-twice", "named-twice");
        assertThat(codes(List.of())).containsExactly("nothing-to-do");
    }

    @Test
    void anIdThatReturnsGoesOnWithItsNumbers() {
        Draft draft = new Draft(ID, VM, TARGET, Duration.ofSeconds(30), 2);
        Changed created = accepted(rules.create(List.of(draft), world(), ADMIN, at(0))).getFirst();

        assertThat(created.events())
                .containsExactly(
                        new RelationshipCreated(
                                ID,
                                VM,
                                TARGET,
                                Duration.ofSeconds(30),
                                2,
                                ADMIN,
                                Settings.PLAIN.told(Frequency.EVERY_30_SECONDS, 2)));
        Decision.Ordered first =
                (Decision.Ordered)
                        cycles.wake(
                                created.after(),
                                Samples.running(),
                                HostStanding.UP,
                                command(1),
                                at(0));
        assertThat(first.order().cycle().value()).isEqualTo(42);
    }

    @Test
    void aPauseLetsTheRunningCycleEndAndOrdersNoOther() {
        Decision.Ordered first = ordered(Samples.fresh());
        Relationship paused = accepted(rules.pause(first.after(), at(2))).after();

        assertThat(paused.phase().resumeTo()).isEqualTo(ReplicationState.INITIAL_PENDING);
        assertThat(paused.agenda().wakeAt())
                .as("its answer may still be overdue")
                .isEqualTo(first.after().agenda().wakeAt());
        Relationship copied =
                ((Decision.Ended)
                                cycles.answered(
                                        paused,
                                        Samples.answer(first.order(), Outcome.COPIED),
                                        at(9)))
                        .after();
        assertThat(copied.phase().state()).isEqualTo(ReplicationState.PAUSED);
        assertThat(copied.phase().resumeTo()).isEqualTo(ReplicationState.REPLICATING);
        assertThat(copied.agenda().wakeAt()).isNull();
        Relationship resumed = accepted(rules.resume(copied, at(300))).after();
        assertThat(resumed.phase().state()).isEqualTo(ReplicationState.REPLICATING);
        assertThat(resumed.agenda()).isEqualTo(new Agenda(at(300), at(300), null));
        assertThat(resumed.progress().recent().misses()).isZero();
    }

    @Test
    void whatIsResumedWhileItCopiesIsCopying() {
        Decision.Ordered first = ordered(Samples.fresh());
        Relationship paused = accepted(rules.pause(first.after(), at(2))).after();
        Relationship resumed = accepted(rules.resume(paused, at(3))).after();

        assertThat(resumed.phase().state()).isEqualTo(ReplicationState.INITIAL_RUNNING);
        assertThat(resumed.agenda().wakeAt()).isEqualTo(first.after().agenda().wakeAt());
    }

    @Test
    void replicatesNowOrRightAfterTheRunningCycle() {
        Decision.Ordered first = ordered(Samples.fresh());
        Relationship copied =
                ((Decision.Ended)
                                cycles.answered(
                                        first.after(),
                                        Samples.answer(first.order(), Outcome.COPIED),
                                        at(5)))
                        .after();

        assertThat(accepted(rules.replicateNow(copied, at(10))).after().agenda())
                .isEqualTo(new Agenda(at(10), at(10), null, true));
        Agenda running = accepted(rules.replicateNow(first.after(), at(4))).after().agenda();
        assertThat(running.nextDue()).isEqualTo(at(4));
        assertThat(running.wakeAt()).isEqualTo(first.after().agenda().wakeAt());
    }

    @Test
    void refusesWhatTheStateDoesNotAllow() {
        Relationship fresh = Samples.fresh();
        Relationship paused = accepted(rules.pause(fresh, at(1))).after();

        assertThat(code(rules.resume(fresh, at(1)))).isEqualTo("illegal-transition");
        assertThat(code(rules.pause(paused, at(2)))).isEqualTo("illegal-transition");
        assertThat(code(rules.replicateNow(paused, at(2)))).isEqualTo("illegal-transition");
    }

    @Test
    void aRemovalEndsTheRunningCycleAndDropsTheCopies() {
        Decision.Ordered first = ordered(Samples.fresh());
        Removal removal = rules.remove(first.after(), command(2), ADMIN, at(3));

        assertThat(removal.drop().host()).isEqualTo(TARGET);
        assertThat(removal.ended()).isNotNull();
        assertThat(removal.events())
                .hasExactlyElementsOfTypes(CycleFailed.class, RelationshipRemoved.class);
        assertThat(rules.remove(Samples.fresh(), command(2), ADMIN, at(3)).events())
                .hasExactlyElementsOfTypes(RelationshipRemoved.class);
    }

    private Decision.Ordered ordered(Relationship relationship) {
        return (Decision.Ordered)
                cycles.wake(relationship, Samples.running(), HostStanding.UP, command(1), at(0));
    }

    private List<String> codes(List<Draft> drafts) {
        return switch (rules.create(drafts, world(), ADMIN, at(0))) {
            case Verdict.Accepted<List<Changed>> _ -> List.of();
            case Verdict.Refused<List<Changed>>(List<Located> refusals) ->
                    refusals.stream().map(one -> one.refusal().wording().code()).toList();
        };
    }

    private static String code(Verdict<Changed> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<Changed> _ -> "accepted";
            case Verdict.Refused<Changed>(List<Located> refusals) ->
                    refusals.getFirst().refusal().wording().code();
        };
    }

    private static <T> T accepted(Verdict<T> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted<T>) verdict).value();
    }
}
