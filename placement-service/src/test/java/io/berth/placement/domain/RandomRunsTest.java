package io.berth.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.VmAdoptionFailed;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmHandOverRefused;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmMigrating;
import io.berth.contracts.placement.VmOperationOrdered;
import io.berth.contracts.placement.VmOperationRefused;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmReleased;
import io.berth.contracts.placement.VmStopped;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.contracts.placement.VmTurnCame;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.contracts.placement.VmWaitingForHost;
import io.berth.contracts.telemetry.VmPower;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.replay.Before;
import io.berth.placement.domain.replay.Rewind;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Thousands of seeded runs in which hosts crash, are cut off and come back while VMs are asked for
 * and stopped, with inputs in any order between topics and some of them twice. What must never
 * happen is looked for after every single decision.
 */
class RandomRunsTest {
    private static final int RUNS = Integer.getInteger("berth.random.runs", 3000);
    private static final long FIRST_SEED = Long.getLong("berth.random.seed", 1);
    private static final int STEPS = 250;
    private static final int TOPICS = 3;

    /** Restoring a state costs more than all other checks together. */
    private static final int RESTORED_EVERY = 8;

    @Test
    void whateverHappensTheInvariantsHold() {
        int placed = 0;
        int lost = 0;
        int done = 0;
        int adopted = 0;
        int moved = 0;
        int bootedAnew = 0;
        int cancelled = 0;
        int patched = 0;
        int kept = 0;
        int spread = 0;
        int waited = 0;
        int handedOver = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            Run run = new Run(seed);
            try {
                run.play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dberth.random.seed=" + seed, e);
            }
            placed += run.placed;
            lost += run.lost;
            done += run.done;
            adopted += run.adopted;
            moved += run.operations.moved;
            waited += run.turns.waited;
            handedOver += run.other.handedOver;
            bootedAnew += run.operations.bootedAnew;
            cancelled += run.operations.cancelled;
            patched += run.operations.patched;
            kept += run.kept;
            spread += run.operations.spread;
        }
        assertThat(placed).as("the runs place something").isGreaterThan(RUNS);
        assertThat(lost).as("the runs lose something").isGreaterThan(RUNS);
        assertThat(done).as("the runs pause and save something").isGreaterThan(RUNS * 3 / 4);
        assertThat(adopted).as("the runs take something up").isGreaterThan(RUNS / 2);
        assertThat(moved).as("the runs move something").isGreaterThan(RUNS / 4);
        assertThat(bootedAnew).as("targets fail to take up").isGreaterThan(RUNS / 100);
        assertThat(handedOver).as("VMs go to another domain").isGreaterThan(RUNS / 4);
        assertThat(waited).as("VMs wait for others to start").isGreaterThan(RUNS / 8);
        assertThat(cancelled).as("moves are broken off").isGreaterThan(RUNS / 100);
        assertThat(patched).as("nodes are patched").isGreaterThan(RUNS / 100);
        assertThat(kept).as("turns keep the reserve").isGreaterThan(RUNS / 10);
        assertThat(spread).as("load is spread").isGreaterThan(RUNS / 100);
    }

    private static final class Run {
        private final SplittableRandom random;
        private final RandomFleet fleet;
        private final PlacementRules rules = new PlacementRules(PlacementPolicy.DEFAULT);
        private DomainState state = DomainState.empty(Scenario.CLUSTER);
        private final OtherDomain other;
        private final Map<VmId, Epoch> highest = new HashMap<>();
        private Instant now = Instant.EPOCH;
        private List<HostDescription> described = List.of();
        private long inputs;
        private int stalled = TOPICS;
        private int placed;
        private int lost;
        private final Deque<Past> past = new ArrayDeque<>();

        /** A decision of this run with what it was made from; the newest is the first. */
        private record Past(
                Input input,
                Moment moment,
                List<HostDescription> described,
                Verdict.Decision decision,
                Before before) {}

        private int done;
        private final Set<CommandId> ordered = new HashSet<>();
        private final Set<CommandId> ended = new HashSet<>();
        private int adopted;
        private int kept;
        private final OperationInvariants operations = new OperationInvariants();
        private final StartTurnInvariants turns = new StartTurnInvariants();

        Run(long seed) {
            random = new SplittableRandom(seed);
            fleet = new RandomFleet(random);
            other = new OtherDomain(rules, fleet);
        }

        void play() {
            feed(describe());
            for (int step = 0; step < STEPS; step++) {
                fleet.something();
                deliver();
                switch (random.nextInt(40)) {
                    case 0 -> restart();
                    case 1 -> {
                        fleet.respecify(fleet.anyAgent().host, true);
                        feed(describe());
                    }
                    case 5 -> other.giveBack();
                    case 2, 3, 4 -> pass(Duration.ofMillis(random.nextInt(4000)));
                    default -> {}
                }
                if (step == STEPS / 2 && fleet.balanced && nothingIsOrdered()) {
                    pass(OptimisePolicy.LEAST_INTERVAL);
                }
                nothingRunsTwice();
            }
            settle();
            if (random.nextInt(10) == 0) {
                goBack();
            }
        }

        /** No answer can come too late. */
        private boolean nothingIsOrdered() {
            return state.vms().stream().allMatch(row -> row.conduct().openOrder() == null);
        }

        private Input describe() {
            described = List.copyOf(fleet.descriptions.values());
            return new Input.HostsDescribed(described);
        }

        private void pass(Duration time) {
            now = now.plus(time);
            feed(new Input.DeadlinesPassed(state.overdue(now)));
            if (state.patchTurnDue(now)) {
                patchTurn();
            }
        }

        /** A turn never loses a reserve that holds, but where somebody has set it aside. */
        private void patchTurn() {
            ClusterState cluster = fleet.cluster();
            List<VmId> stopped =
                    state.vms().stream()
                            .filter(row -> row.state() == AssignmentState.STOPPED)
                            .map(VmRow::vm)
                            .sorted()
                            .toList();
            boolean holds = PatchSteps.reserveHolds(state, described, cluster, stopped);
            boolean setAside =
                    state.operations().stream().anyMatch(row -> row.wish().override() != null);
            feed(new Input.PatchTurn(cluster, stopped));
            if (holds && !setAside) {
                assertThat(PatchSteps.reserveHolds(state, described, cluster, stopped))
                        .as("the reserve holds after the turn")
                        .isTrue();
                kept++;
            }
        }

        /**
         * Some records, in the order of their topic; one of the topics may be stuck for a while.
         */
        private void deliver() {
            if (random.nextInt(25) == 0) {
                stalled = random.nextInt(2 * TOPICS);
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                int topic = random.nextInt(TOPICS);
                if (topic == stalled) {
                    continue;
                }
                switch (topic) {
                    case 0 -> next(fleet.reports, Input.Reported::new);
                    case 1 -> next(fleet.nodeEvents, Input.NodeFact::new);
                    default -> next(fleet.requests, Input.Requested::new);
                }
            }
        }

        private <T> boolean next(Deque<T> topic, Function<T, Input> input) {
            T record = topic.poll();
            if (record == null) {
                return false;
            }
            feed(input.apply(record));
            return true;
        }

        private void feed(Input input) {
            if (input instanceof Input.Requested(PlacementRequest request)
                    && other.refuses(request)) {
                return;
            }
            Moment moment = new Moment(now, ++inputs, List.of());
            Verdict verdict = rules.decide(state, input, moment);
            assertThat(rules.decide(state, input, moment))
                    .as("the same state, input and moment give the same decision")
                    .isEqualTo(verdict);
            if (!(verdict instanceof Verdict.Decision decision)) {
                return;
            }
            remember(input, moment, decision);
            state.apply(decision);
            other.follow(decision);
            examine(decision);
            send(decision);
            boolean comesTwice =
                    !(input instanceof Input.Requested) && !(input instanceof Input.PatchTurn);
            if (comesTwice && random.nextInt(4) == 0) {
                again(input);
            }
        }

        private void remember(Input input, Moment moment, Verdict.Decision decision) {
            if (input instanceof Input.HostsDescribed(List<HostDescription> hosts)) {
                described = hosts;
            }
            past.push(new Past(input, moment, described, decision, Before.of(state, decision)));
        }

        /** From the rows as they are at the end back to the first decision, all of it again. */
        private void goBack() {
            Rewind rewind =
                    new Rewind(
                            state.hostIds().stream()
                                    .map(state::host)
                                    .filter(Objects::nonNull)
                                    .toList(),
                            state.vms(),
                            state.operations());
            for (Past then : past) {
                rewind.undo(then.before);
                DomainState before = rewind.state(Scenario.CLUSTER, then.described);
                assertThat(rules.decide(before, then.input, then.moment))
                        .as("the decision on %s, made again", then.input)
                        .isEqualTo(then.decision);
            }
        }

        private void again(Input input) {
            Moment moment = new Moment(now, ++inputs, List.of());
            Verdict.Decision decision = (Verdict.Decision) rules.decide(state, input, moment);
            assertThat(decision.outcomes())
                    .as("the second time of %s", input)
                    .noneMatch(outcome ->
                            outcome instanceof Outcome.Announced
                                    || outcome instanceof Outcome.VmChanged
                                    || outcome instanceof Outcome.HostChanged);
            state.apply(decision);
            send(decision);
        }

        private void send(Verdict.Decision decision) {
            for (HostCommand command : commands(decision)) {
                fleet.agent(command.host()).commands.add(command);
            }
        }

        /** A new instance takes over from the stored rows alone. */
        private void restart() {
            state = stored();
        }

        private DomainState stored() {
            List<HostRow> hosts = new ArrayList<>();
            for (HostId id : state.hostIds()) {
                HostRow row = state.host(id);
                if (row != null) {
                    hosts.add(row);
                }
            }
            return DomainState.restore(
                    Scenario.CLUSTER,
                    described,
                    hosts,
                    List.copyOf(state.vms()),
                    List.copyOf(state.operations()));
        }

        private void examine(Verdict.Decision decision) {
            List<PlacementDecision> events = new ArrayList<>();
            for (Outcome outcome : decision.outcomes()) {
                if (outcome instanceof Outcome.Announced(PlacementDecision event)) {
                    events.add(event);
                }
            }
            epochsRise(events);
            operationsEndOnce(events);
            everyLossHasOneEnd(events);
            startsGoToReadyHostsOnly(decision);
            placementsFit(events);
            ownersAreKept(events);
            operations.examine(decision, state);
            turns.examine(decision, state, fleet);
            LedgerInvariants.hold(state);
            if (inputs % RESTORED_EVERY == 0) {
                ledgerIsWhatARestartWouldMakeOfIt();
            }
            partnersAreApart();
        }

        private void ownersAreKept(List<PlacementDecision> events) {
            for (PlacementDecision event : events) {
                if (event instanceof VmPlaced e && !comesBack(e)) {
                    VmRow row = state.vm(e.vm());
                    VmDetails details = row == null ? null : row.spec().details();
                    if (details != null && !details.possibleOwners().isEmpty()) {
                        assertThat(details.possibleOwners()).contains(e.host());
                    }
                }
            }
        }

        /** What a decision wrote in pencil is gone. */
        private void ledgerIsWhatARestartWouldMakeOfIt() {
            DomainState restored = stored();
            for (HostId host : state.hostIds()) {
                for (Resource resource : Resource.values()) {
                    assertThat(state.ledger().available(resource, host))
                            .isEqualTo(restored.ledger().available(resource, host));
                }
                assertThat(state.ledger().flags(state.ledger().row(host)))
                        .as("flags of %s", host)
                        .isEqualTo(restored.ledger().flags(restored.ledger().row(host)));
            }
        }

        private void epochsRise(List<PlacementDecision> events) {
            for (PlacementDecision event : events) {
                if (event instanceof VmPlaced e) {
                    Epoch before = highest.getOrDefault(e.vm(), Epoch.NONE);
                    assertThat(before.isBefore(e.epoch())).as("%s rises", e).isTrue();
                    highest.put(e.vm(), e.epoch());
                    placed++;
                    adopted += e.cause() == PlacementCause.ADOPTED ? 1 : 0;
                } else if (event instanceof VmTakenOver e) {
                    Epoch before = highest.getOrDefault(e.vm(), Epoch.NONE);
                    assertThat(before.next().isBefore(e.epoch()))
                            .as("%s rises, twice since it left", e)
                            .isTrue();
                    highest.put(e.vm(), e.epoch());
                }
            }
        }

        private void operationsEndOnce(List<PlacementDecision> events) {
            for (PlacementDecision event : events) {
                switch (event) {
                    case VmOperationOrdered e ->
                            assertThat(ordered.add(e.command())).as("%s once", e).isTrue();
                    case VmOperationRefused e ->
                            assertThat(ended.add(e.command())).as("%s once", e).isTrue();
                    case VmOperationSettled e -> {
                        assertThat(ordered).as("%s was ordered", e).contains(e.command());
                        assertThat(ended.add(e.command())).as("%s once", e).isTrue();
                        done += e.outcome() == VmOperationSettled.Outcome.DONE ? 1 : 0;
                    }
                    case VmAdoptionFailed _,
                            VmConfirmed _,
                            VmHandOverRefused _,
                            VmLost _,
                            VmMigrating _,
                            VmPlaced _,
                            VmReleased _,
                            VmStopped _,
                            VmTakenOver _,
                            VmTurnCame _,
                            VmUnplaceable _,
                            VmWaitingForHost _ -> {}
                }
            }
        }

        private void everyLossHasOneEnd(List<PlacementDecision> events) {
            for (int i = 0; i < events.size(); i++) {
                if (events.get(i) instanceof VmLost loss) {
                    lost++;
                    long ends =
                            events.stream()
                                    .skip(i + 1)
                                    .filter(e -> e.vm().equals(loss.vm()))
                                    .filter(e ->
                                            e instanceof VmPlaced || e instanceof VmUnplaceable)
                                    .count();
                    VmRow row = state.vm(loss.vm());
                    boolean waits =
                            row != null && row.state() == AssignmentState.WAITING_FOR_OPERATOR;
                    assertThat(ends).as("ends of %s", loss).isEqualTo(waits ? 0 : 1);
                }
            }
        }

        private void startsGoToReadyHostsOnly(Verdict.Decision decision) {
            for (HostCommand command : commands(decision)) {
                if (command instanceof StartVm start) {
                    isReady(start.host(), start.tenure());
                } else if (command instanceof OperateVm operate) {
                    isReady(operate.host(), operate.tenure());
                    assertThat(state.vm(operate.vm()))
                            .isNotNull()
                            .matches(row -> row.state() == AssignmentState.RUNNING, "runs")
                            .matches(row -> row.isOn(operate.host(), operate.epoch()), "there");
                }
            }
        }

        private void isReady(HostId host, Tenure tenure) {
            assertThat(state.host(host))
                    .isNotNull()
                    .matches(row -> row.status() == HostStatus.UP, "is up")
                    .matches(HostRow::tenureOpen, "has its grant in force")
                    .extracting(HostRow::tenure)
                    .isEqualTo(tenure);
        }

        private void placementsFit(List<PlacementDecision> events) {
            for (PlacementDecision event : events) {
                if (event instanceof VmPlaced e
                        && !comesBack(e)
                        && e.cause() != PlacementCause.ADOPTED) {
                    for (Resource resource : Resource.values()) {
                        assertThat(state.ledger().allocated(resource, e.host()))
                                .as("%s of %s after %s", resource, e.host(), e)
                                .isLessThanOrEqualTo(state.ledger().usable(resource, e.host()));
                    }
                }
            }
        }

        /** Its room was kept, and the host may have become smaller since. */
        private static boolean comesBack(VmPlaced event) {
            return event.cause() == PlacementCause.MIGRATED
                    || (event.cause() == PlacementCause.HOST_REBOOTED
                            && event.host().equals(event.previousHost()));
        }

        private void partnersAreApart() {
            Set<String> seen = new HashSet<>();
            for (VmRow row : state.vms()) {
                String set = row.spec().antiAffinitySet();
                if (set != null && row.host() != null) {
                    assertThat(seen.add(set + "@" + row.host())).as("alone: %s", row).isTrue();
                }
            }
            for (Move move : OperationInvariants.reservations(state)) {
                String set = move.reserved() == null ? null : move.reserved().antiAffinitySet();
                if (set != null) {
                    assertThat(seen.add(set + "@" + move.target())).as("%s", move).isTrue();
                }
            }
        }

        private void nothingRunsTwice() {
            Set<VmId> running = new HashSet<>();
            for (FakeAgent agent : fleet.agents) {
                agent.held.forEach((vm, held) -> {
                    if (held.running()) {
                        assertThat(running.add(vm)).as("%s runs once", vm).isTrue();
                    }
                });
            }
        }

        /** All faults end; then what placement believes is what the hosts do. */
        private void settle() {
            fleet.leaveLoadAlone();
            feed(describe());
            fleet.cancelAll();
            calm(60);
            for (int i = 0; i < 6; i++) {
                fleet.askToMigrate();
            }
            calm(30);
            operations.allAreOver();
            for (VmRow row : state.vms()) {
                believedIsTrue(row);
            }
            assertThat(ended).as("every operation has ended").isEqualTo(fleet.operations);
            for (FakeAgent agent : fleet.agents) {
                agent.held.keySet().forEach(vm -> heldWithAuthority(agent, vm));
            }
        }

        private void calm(int rounds) {
            for (int round = 0; round < rounds; round++) {
                other.giveBack();
                for (FakeAgent agent : fleet.agents) {
                    fleet.powerOn(agent);
                    fleet.heal(agent);
                    agent.beat();
                    while (!agent.commands.isEmpty()) {
                        agent.work(random);
                    }
                    agent.progress(random);
                }
                while (next(fleet.nodeEvents, Input.NodeFact::new)
                        || next(fleet.reports, Input.Reported::new)
                        || next(fleet.requests, Input.Requested::new)) {
                    nothingRunsTwice();
                }
                pass(Duration.ofSeconds(1));
            }
        }

        private void heldWithAuthority(FakeAgent agent, VmId vm) {
            VmRow row = state.vm(vm);
            Epoch epoch = Objects.requireNonNull(agent.held.get(vm)).epoch();
            if (row == null ? epoch.equals(Epoch.NONE) : row.isLeftAlone(agent.host, epoch)) {
                return;
            }
            assertThat(row).as("%s holds %s", agent.host, vm).isNotNull();
            assertThat(row)
                    .as("%s on %s is no zombie", vm, agent.host)
                    .matches(assigned -> assigned.isOn(agent.host));
        }

        private void believedIsTrue(VmRow row) {
            boolean running = false;
            for (FakeAgent agent : fleet.agents) {
                FakeAgent.Held held = agent.held.get(row.vm());
                running |= held != null && held.running() && !held.unmanaged();
            }
            switch (row.state()) {
                case RUNNING -> {
                    FakeAgent.Held held = fleet.agent(row.requiredHost()).held.get(row.vm());
                    assertThat(held)
                            .as("%s on its host", row)
                            .isEqualTo(
                                    new FakeAgent.Held(
                                            row.epoch(), row.spec().highlyAvailable(), power(row)));
                }
                case UNPLACEABLE, WAITING_FOR_OPERATOR, STOPPED, ADOPTION_FAILED ->
                        assertThat(running).as("%s runs nowhere", row).isFalse();
                case PLACED, WITHDRAWING ->
                        // a start may just have been refused or sent when time ended
                        assertThat(row.deadline()).as("%s goes on by itself", row).isNotNull();
                case MIGRATING, STOPPING, WAITING_FOR_HOST, ADOPTING ->
                        throw new AssertionError("still waiting with all hosts up: " + row);
            }
            assertThat(fleet.wanted.contains(row.vm()))
                    .as("%s is as it was wished", row)
                    .isEqualTo(row.state() != AssignmentState.STOPPED);
        }

        private static VmPower power(VmRow row) {
            return switch (row.conduct().standstill()) {
                case null -> VmPower.RUNNING;
                case PAUSED -> VmPower.PAUSED;
                case SAVED -> VmPower.SAVED;
            };
        }

        private static List<HostCommand> commands(Verdict.Decision decision) {
            List<HostCommand> commands = new ArrayList<>();
            for (Outcome outcome : decision.outcomes()) {
                if (outcome instanceof Outcome.Commanded(HostCommand command)) {
                    commands.add(command);
                }
            }
            return commands;
        }
    }
}
