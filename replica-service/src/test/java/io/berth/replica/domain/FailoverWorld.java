package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.replica.FailoverKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.FailoverDraft;
import io.berth.replica.domain.failover.FailoverOrders;
import io.berth.replica.domain.failover.FailoverOrders.Situation;
import io.berth.replica.domain.failover.FailoverRules;
import io.berth.replica.domain.failover.Move;
import io.berth.replica.domain.failover.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One VM, the placement of two domains, inventory and two agents, as far as a failover meets them.
 * Messages may be lost, come twice, late and in another order; what is seen of placement is old; a
 * decision may be rolled back. What must hold is checked after everything that happens.
 */
final class FailoverWorld {
    static final DomainId HOME = new DomainId("east");
    static final DomainId AWAY = new DomainId("west");
    static final HostId SOURCE = Samples.SOURCE;
    static final HostId BESIDE = new HostId("e9");
    static final HostId TARGET = Samples.TARGET;
    static final HostId BESIDE_TARGET = new HostId("w9");
    static final Principal ANNA = new Principal("anna");
    static final VmSpec SPEC = new VmSpec(1, 50, new MiB(512), true, RestartPriority.MEDIUM, null);
    private static final VmId VM = new VmId("vm");

    private final RandomGenerator random;
    private final boolean faulty;
    private final CycleRules cycles = new CycleRules(ReplicaPolicy.DEFAULT);
    private final FailoverRules rules = new FailoverRules(cycles);
    private final List<Object> underWay = new ArrayList<>();
    private final Map<HostId, Epoch> executing = new HashMap<>();
    private final Map<HostId, Long> disks = new HashMap<>();
    private final Map<Long, Long> copies = new HashMap<>();
    private long revision = 1;
    private long commands;
    private long written = 1;

    Instant now = Samples.at(0);
    Relationship relationship;
    List<RecoveryPoint> points = new ArrayList<>();
    @Nullable Failover failover;
    VmAssignment placed;
    VmAssignment seen;
    VmSpec wished = SPEC;
    boolean sourceDown;

    /** Whether the hosts of the replica's cluster share its storage. */
    boolean shared;

    FailoverWorld(RandomGenerator random, boolean faulty) {
        this.random = random;
        this.faulty = faulty;
        relationship = Samples.fresh();
        placed =
                new VmAssignment(VM, HOME, SOURCE, new Epoch(2), AssignmentState.RUNNING, revision);
        seen = placed;
        executing.put(SOURCE, new Epoch(2));
        disks.put(SOURCE, written);
        Decision.Ordered first =
                (Decision.Ordered)
                        cycles.wake(
                                relationship,
                                Samples.running(),
                                HostStanding.UP,
                                Samples.command(++commands),
                                now);
        relationship = first.after();
        underWay.add(first.order());
        now = now.plusSeconds(1);
        while (relationship.running() != null) {
            deliver(underWay.removeFirst());
        }
        written++;
        disks.put(SOURCE, written);
        now = now.plusSeconds(5);
    }

    Verdict<Move> begin(FailoverKind kind, boolean accepted) {
        RecoveryPoint newest = points.getLast();
        Verdict<Move> answer =
                FailoverOrders.begin(
                        new FailoverDraft(
                                kind,
                                null,
                                accepted && kind == FailoverKind.UNPLANNED
                                        ? newest.pointAt()
                                        : null),
                        new Situation(
                                relationship,
                                failover,
                                points.reversed(),
                                sight(),
                                SOURCE,
                                HostStanding.UP,
                                AWAY,
                                null),
                        ANNA,
                        now);
        take(answer);
        return answer;
    }

    Verdict<Move> cancel(boolean acceptLoss) {
        Verdict<Move> answer =
                FailoverOrders.cancel(
                        failover,
                        relationship,
                        sight(),
                        acceptLoss,
                        Samples.command(++commands),
                        now);
        take(answer);
        return answer;
    }

    Verdict<Move> complete() {
        Verdict<Move> answer =
                FailoverOrders.complete(
                        failover,
                        relationship,
                        null,
                        Samples.command(++commands),
                        Samples.command(++commands),
                        now);
        take(answer);
        return answer;
    }

    Verdict<Move> reverse() {
        Verdict<Move> answer =
                FailoverOrders.reverse(
                        failover, relationship, null, Samples.command(++commands), now);
        take(answer);
        return answer;
    }

    /** Somebody presses start; inventory asks with the specification that it has. */
    void startByHand() {
        underWay.add(new PlaceVmRequested(VM, inventorysDomain(), wished));
    }

    /** Inventory says what it last heard of placement. */
    private DomainId inventorysDomain() {
        return placed.domain();
    }

    FailoverStep step() {
        return Objects.requireNonNull(failover).stage().step();
    }

    /** Time passes: the failover is looked at, and some of what is under way arrives. */
    void step(Duration passed) {
        now = now.plus(passed);
        if (!faulty || random.nextInt(3) > 0) {
            seen = placed;
        }
        look();
        int arriving = faulty ? random.nextInt(underWay.size() + 1) : underWay.size();
        for (int i = 0; i < arriving && !underWay.isEmpty(); i++) {
            Object next = underWay.remove(faulty ? random.nextInt(underWay.size()) : 0);
            if (faulty && random.nextInt(5) == 0) {
                continue;
            }
            deliver(next);
            if (faulty && random.nextInt(5) == 0) {
                underWay.add(next);
            }
            check();
        }
        hostsDoTheirPart();
        check();
        overdue();
    }

    private void overdue() {
        RunningCycle running = relationship.running();
        if (running != null && !running.answerBy().isAfter(now)) {
            Decision decision =
                    cycles.wake(
                            relationship,
                            new VmPlace.NotRunning(),
                            HostStanding.UP,
                            Samples.command(++commands),
                            now);
            if (decision instanceof Decision.Ended ended) {
                relationship = ended.after();
            }
        }
    }

    private void look() {
        Failover open = failover;
        if (open == null || !open.isUnderWay()) {
            return;
        }
        Move move = rules.look(open, relationship, sight(), Samples.command(++commands), now);
        boolean rolledBack = faulty && random.nextInt(6) == 0;
        if (!rolledBack) {
            take(new Verdict.Accepted<>(move));
        }
    }

    private Sight sight() {
        return new Sight(seen, sourceDown ? HostStanding.DOWN : HostStanding.UP, wished);
    }

    private void take(Verdict<Move> answer) {
        if (!(answer instanceof Verdict.Accepted<Move>(Move move))) {
            return;
        }
        boolean wasOpen = failover != null && failover.isUnderWay();
        failover = move.after();
        if (move.dropPoints()) {
            assertThat(step()).isIn(FailoverStep.COMPLETED, FailoverStep.REVERSED);
            assertThat(wasOpen).as("points are dropped once it has ended only").isFalse();
            points.clear();
        }
        Relationship changed = move.relationship();
        if (changed != null) {
            relationship = changed;
        }
        underWay.addAll(move.requests());
        underWay.addAll(move.commands());
        if (step() == FailoverStep.FAILED_OVER
                && failover.kind() == FailoverKind.PLANNED
                && failover.stage().runningSince() == now) {
            assertThat(disks.get(TARGET)).as("nothing is lost").isEqualTo(written);
        }
    }

    private void deliver(Object message) {
        switch (message) {
            case PlacementRequest request -> placement(request);
            case HostCommand command -> agent(command);
            case ReplicaPromoted answer -> {
                if (failover != null) {
                    failover = rules.promoted(failover, answer, now);
                }
            }
            case io.berth.contracts.hosts.ReplicaCycleEnded answer -> {
                Decision decision = cycles.answered(relationship, answer, now);
                if (decision instanceof Decision.Ended ended) {
                    relationship = ended.after();
                    if (ended.ended().failure() == null) {
                        points.add(
                                new RecoveryPoint(
                                        ended.ended().cycle().number(),
                                        ended.ended().cycle().orderedAt()));
                    }
                }
            }
            default -> throw new AssertionError(message);
        }
    }

    private void placement(PlacementRequest request) {
        if (!request.domain().equals(placed.domain())) {
            return;
        }
        switch (request) {
            case StopVmRequested _ -> {
                if (placed.state() != AssignmentState.STOPPED) {
                    become(
                            placed.domain(),
                            placed.host(),
                            placed.epoch(),
                            AssignmentState.STOPPING);
                }
            }
            case HandOverVmRequested over -> {
                Epoch onlyAt = over.onlyAt();
                assertThat(onlyAt).as("a hand-over names the epoch of the stop").isNotNull();
                if (placed.state() == AssignmentState.STOPPED
                        && (onlyAt == null || onlyAt.equals(placed.epoch()))) {
                    become(over.to(), null, placed.epoch().next(), AssignmentState.STOPPED);
                    wished = Objects.requireNonNull(over.terms()).applied(wished);
                    // Inventory wishes the VM running, and asks the new domain at once.
                    underWay.add(new PlaceVmRequested(VM, placed.domain(), wished));
                }
            }
            case PlaceVmRequested place -> {
                if (placed.state() == AssignmentState.STOPPED) {
                    start(place.spec());
                }
            }
            default -> throw new AssertionError(request);
        }
    }

    private void start(VmSpec spec) {
        List<HostId> owners = spec.details() == null ? List.of() : spec.details().possibleOwners();
        boolean home = placed.domain().equals(HOME);
        List<HostId> hosts = home ? List.of(SOURCE) : List.of(TARGET, BESIDE_TARGET);
        List<HostId> may =
                owners.isEmpty() ? hosts : hosts.stream().filter(owners::contains).toList();
        if (may.isEmpty() || (home && sourceDown)) {
            return;
        }
        HostId host = may.get(random.nextInt(may.size()));
        become(placed.domain(), host, placed.epoch().next(), AssignmentState.PLACED);
        assertThat(disks).as("%s is started where its disk is", VM).containsKey(host);
        executing.put(host, placed.epoch());
        check();
    }

    /** Hosts report what runs and what has stopped; one that is down says nothing. */
    private void hostsDoTheirPart() {
        HostId host = placed.host();
        if (host == null
                || (sourceDown && host.equals(SOURCE))
                || (faulty && random.nextBoolean())) {
            return;
        }
        if (placed.state() == AssignmentState.STOPPING) {
            if (executing.remove(host) != null) {
                disks.put(host, ++written);
            }
            become(placed.domain(), null, placed.epoch(), AssignmentState.STOPPED);
        } else if (placed.state() == AssignmentState.PLACED) {
            become(placed.domain(), host, placed.epoch(), AssignmentState.RUNNING);
        } else if (placed.state() == AssignmentState.RUNNING && placed.domain().equals(HOME)) {
            disks.put(host, ++written);
        }
    }

    /** The monitor has proven that the host which is down executes nothing. */
    void evidence() {
        executing.remove(SOURCE);
        if (placed.domain().equals(HOME)) {
            become(HOME, null, placed.epoch(), AssignmentState.STOPPED);
        }
    }

    private void agent(HostCommand command) {
        switch (command) {
            case RunReplicaCycle cycle -> {
                boolean last = cycle.kind() == io.berth.contracts.replica.CycleKind.LAST_DELTA;
                boolean executes = executing.containsKey(cycle.host());
                Outcome outcome = last && executes ? Outcome.REFUSED_VM_EXECUTES : Outcome.COPIED;
                if (outcome == Outcome.COPIED) {
                    copies.put(cycle.cycle().value(), Objects.requireNonNull(disks.get(SOURCE)));
                }
                underWay.add(Samples.answer(cycle, outcome));
            }
            case PromoteReplica promote -> {
                Long held = copies.get(promote.point().value());
                boolean executes = executing.containsKey(TARGET);
                if (held != null && !executes) {
                    disks.put(TARGET, held);
                    if (shared) {
                        disks.put(BESIDE_TARGET, held);
                    }
                }
                underWay.add(
                        new ReplicaPromoted(
                                TARGET,
                                AWAY,
                                new BootId(1),
                                Tenure.NONE,
                                promote.command(),
                                promote.relationship(),
                                VM,
                                promote.point(),
                                executes
                                        ? ReplicaPromoted.Outcome.REFUSED_VM_EXECUTES
                                        : held == null
                                                ? ReplicaPromoted.Outcome.REFUSED_NO_SUCH_POINT
                                                : shared
                                                        ? ReplicaPromoted.Outcome.PROMOTED_SHARED
                                                        : ReplicaPromoted.Outcome.PROMOTED,
                                "",
                                now));
            }
            case DropReplica _ -> copies.clear();
            case DiscardVmDisk discard -> {
                if (!executing.containsKey(discard.host())) {
                    disks.remove(discard.host());
                }
            }
            default -> throw new AssertionError(command);
        }
    }

    private void become(
            DomainId domain, @Nullable HostId host, Epoch epoch, AssignmentState state) {
        placed = new VmAssignment(VM, domain, host, epoch, state, ++revision);
    }

    /** What must hold at every moment. */
    private void check() {
        assertThat(executing.keySet())
                .as("hosts that execute the VM, %s", new TreeSet<>(executing.keySet()))
                .hasSizeLessThanOrEqualTo(1);
        executing.forEach((host, epoch) -> assertThat(epoch).isEqualTo(placed.epoch()));
        RunningCycle running = relationship.running();
        if (failover != null && failover.isOpen() && running != null) {
            assertThat(running.kind())
                    .as("no ordinary cycle beside a failover")
                    .isEqualTo(io.berth.contracts.replica.CycleKind.LAST_DELTA);
        }
    }
}
