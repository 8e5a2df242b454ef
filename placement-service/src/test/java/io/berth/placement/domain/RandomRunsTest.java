package io.berth.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.placement.domain.Ledger.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    @Test
    void whateverHappensTheInvariantsHold() {
        int placed = 0;
        int lost = 0;
        int moved = 0;
        int bootedAnew = 0;
        int cancelled = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            Run run = new Run(seed);
            try {
                run.play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dberth.random.seed=" + seed, e);
            }
            placed += run.placed;
            lost += run.lost;
            moved += run.operations.moved;
            bootedAnew += run.operations.bootedAnew;
            cancelled += run.operations.cancelled;
        }
        assertThat(placed).as("the runs place something").isGreaterThan(RUNS);
        assertThat(lost).as("the runs lose something").isGreaterThan(RUNS);
        assertThat(moved).as("the runs move something").isGreaterThan(RUNS / 4);
        assertThat(bootedAnew).as("targets fail to take up").isGreaterThan(RUNS / 100);
        assertThat(cancelled).as("moves are broken off").isGreaterThan(RUNS / 100);
    }

    private static final class Run {
        private final SplittableRandom random;
        private final RandomFleet fleet;
        private final PlacementRules rules = new PlacementRules(PlacementPolicy.DEFAULT);
        private DomainState state = DomainState.empty(Scenario.CLUSTER);
        private final Map<VmId, Epoch> highest = new HashMap<>();
        private Instant now = Instant.EPOCH;
        private long inputs;
        private int stalled = TOPICS;
        private int placed;
        private int lost;
        private final OperationInvariants operations = new OperationInvariants();

        Run(long seed) {
            random = new SplittableRandom(seed);
            fleet = new RandomFleet(random);
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
                    case 2, 3, 4 -> pass(Duration.ofMillis(random.nextInt(4000)));
                    default -> {}
                }
                nothingRunsTwice();
            }
            settle();
        }

        private Input describe() {
            return new Input.HostsDescribed(List.copyOf(fleet.descriptions.values()));
        }

        private void pass(Duration time) {
            now = now.plus(time);
            feed(new Input.DeadlinesPassed(state.overdue(now)));
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
            Moment moment = new Moment(now, ++inputs, List.of());
            Verdict verdict = rules.decide(state, input, moment);
            assertThat(rules.decide(state, input, moment))
                    .as("the same state, input and moment give the same decision")
                    .isEqualTo(verdict);
            if (!(verdict instanceof Verdict.Decision decision)) {
                return;
            }
            state.apply(decision);
            examine(decision);
            send(decision);
            if (!(input instanceof Input.Requested) && random.nextInt(4) == 0) {
                again(input);
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
            List<HostRow> hosts = new ArrayList<>();
            for (HostId id : state.hostIds()) {
                HostRow row = state.host(id);
                if (row != null) {
                    hosts.add(row);
                }
            }
            state =
                    DomainState.restore(
                            Scenario.CLUSTER,
                            fleet.descriptions.values(),
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
            everyLossHasOneEnd(events);
            startsGoToReadyHostsOnly(decision);
            placementsFit(events);
            operations.examine(decision, state);
            ledgerIsTheSumOfAssignments();
            partnersAreApart();
        }

        private void epochsRise(List<PlacementDecision> events) {
            for (PlacementDecision event : events) {
                if (event instanceof VmPlaced e) {
                    Epoch before = highest.getOrDefault(e.vm(), Epoch.NONE);
                    assertThat(before.isBefore(e.epoch())).as("%s rises", e).isTrue();
                    highest.put(e.vm(), e.epoch());
                    placed++;
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
                    HostRow host = state.host(start.host());
                    assertThat(host)
                            .isNotNull()
                            .matches(row -> row.status() == HostStatus.UP, "is up")
                            .matches(HostRow::tenureOpen, "has its grant in force")
                            .extracting(HostRow::tenure)
                            .isEqualTo(start.tenure());
                }
            }
        }

        private void placementsFit(List<PlacementDecision> events) {
            for (PlacementDecision event : events) {
                if (event instanceof VmPlaced e && !comesBack(e)) {
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

        private void ledgerIsTheSumOfAssignments() {
            for (HostId host : state.hostIds()) {
                for (Resource resource : Resource.values()) {
                    long sum =
                            state.vms().stream()
                                    .filter(row -> row.isOn(host))
                                    .mapToLong(row -> Ledger.required(resource, row.spec()))
                                    .sum();
                    assertThat(state.ledger().allocated(resource, host))
                            .isEqualTo(sum + OperationInvariants.reserved(state, resource, host));
                }
            }
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
            for (FakeAgent agent : fleet.agents) {
                agent.held.keySet().forEach(vm -> heldWithAuthority(agent, vm));
            }
        }

        private void calm(int rounds) {
            for (int round = 0; round < rounds; round++) {

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
            assertThat(row).as("%s holds %s", agent.host, vm).isNotNull();
            assertThat(row)
                    .as("%s on %s is no zombie", vm, agent.host)
                    .matches(assigned -> assigned.isOn(agent.host));
        }

        private void believedIsTrue(VmRow row) {
            boolean running = false;
            for (FakeAgent agent : fleet.agents) {
                FakeAgent.Held held = agent.held.get(row.vm());
                running |= held != null && held.running();
            }
            switch (row.state()) {
                case RUNNING -> {
                    FakeAgent.Held held = fleet.agent(row.requiredHost()).held.get(row.vm());
                    assertThat(held)
                            .as("%s on its host", row)
                            .isEqualTo(
                                    new FakeAgent.Held(
                                            row.epoch(), row.spec().highlyAvailable(), true));
                }
                case UNPLACEABLE, WAITING_FOR_OPERATOR, STOPPED ->
                        assertThat(running).as("%s runs nowhere", row).isFalse();
                case PLACED, WITHDRAWING ->
                        // a start may just have been refused or sent when time ended
                        assertThat(row.deadline()).as("%s goes on by itself", row).isNotNull();
                case MIGRATING, STOPPING, WAITING_FOR_HOST ->
                        throw new AssertionError("still waiting with all hosts up: " + row);
            }
            assertThat(fleet.wanted.contains(row.vm()))
                    .as("%s is as it was wished", row)
                    .isEqualTo(row.state() != AssignmentState.STOPPED);
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
