package io.berth.placement.domain.vm;

import io.berth.contracts.Require;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Standstill;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A VM's assignment with what placement has to remember to judge it. Hard state: kept in the
 * database and never changed but by a decision.
 *
 * @param host where it holds room; absent in the states that hold none
 * @param epoch of its newest placement; {@link Epoch#NONE} before the first
 * @param tenure the host's grant under which it was placed
 * @param lastHost where it was placed last, so that the next placement can say where it came from
 * @param excluded hosts that failed to start it since it was last asked for or lost, at most as
 *     many as attempts are made
 * @param deadline when to look at it again if nothing has happened
 * @param restart the specification to run it with once its host has given it up; absent unless it
 *     was asked for again while being stopped
 * @param conduct how it stands on its host, and what is being done with it there
 * @param revision rises with every change of state, host, epoch or standstill
 */
public record VmRow(
        VmId vm,
        VmSpec spec,
        AssignmentState state,
        @Nullable HostId host,
        Epoch epoch,
        Tenure tenure,
        @Nullable HostId lastHost,
        List<HostId> excluded,
        @Nullable Instant deadline,
        @Nullable VmSpec restart,
        Conduct conduct,
        long revision) {
    /** Most hosts that can be remembered as excluded. */
    public static final int MAX_EXCLUDED = 64;

    /**
     * The order in which VMs are re-placed: restart priority, then the larger memory, then the id.
     */
    public static final Comparator<VmRow> RESTART_ORDER =
            Comparator.comparing((VmRow row) -> row.spec.restartPriority(), Enum::compareTo)
                    .thenComparing(row -> row.spec.memory(), Comparator.reverseOrder())
                    .thenComparing(VmRow::vm);

    /**
     * @throws IllegalArgumentException when a part is missing, or the host does not fit the state
     */
    public VmRow {
        Require.present("vm", vm);
        Require.present("spec", spec);
        Require.present("state", state);
        Require.present("epoch", epoch);
        Require.present("tenure", tenure);
        excluded = Require.list("excluded", excluded, MAX_EXCLUDED);
        Require.present("conduct", conduct);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
        if (Lifecycle.holdsRoom(state) != (host != null)) {
            throw new IllegalArgumentException("VM " + vm + " is " + state + " with host " + host);
        }
    }

    /** A VM that has never been placed. */
    public static VmRow fresh(VmId vm, VmSpec spec) {
        return new VmRow(
                vm,
                spec,
                AssignmentState.UNPLACEABLE,
                null,
                Epoch.NONE,
                Tenure.NONE,
                null,
                List.of(),
                null,
                null,
                Conduct.PLAIN,
                0);
    }

    /**
     * A stopped VM that another domain has let go of.
     *
     * @param epoch of its newest placement there
     * @param revision that its row had there
     */
    public static VmRow takenOver(VmId vm, VmSpec spec, Epoch epoch, long revision) {
        return new VmRow(
                vm,
                spec,
                AssignmentState.STOPPED,
                null,
                epoch.next(),
                Tenure.NONE,
                null,
                List.of(),
                null,
                null,
                Conduct.PLAIN,
                revision + 1);
    }

    /** Whether it holds room on this host. */
    public boolean isOn(HostId other) {
        return other.equals(host);
    }

    /** Whether this host holds it with the authority of its newest placement. */
    public boolean isOn(HostId other, Epoch atEpoch) {
        return isOn(other) && epoch.equals(atEpoch);
    }

    /** Whether its host has been told to take it up and has not answered. */
    public boolean isBeingAdopted() {
        return state == AssignmentState.ADOPTING;
    }

    /** Whether this host's word that it holds it at this epoch would still count. */
    public boolean mayStillBeTakenUp(HostId other, Epoch atEpoch) {
        return state == AssignmentState.ADOPTION_FAILED
                && other.equals(lastHost)
                && epoch.equals(atEpoch);
    }

    /** Whether a host that reports it at this epoch may have it from outside of Berth. */
    public boolean isLeftAlone(HostId other, Epoch atEpoch) {
        return switch (state) {
            case ADOPTING -> atEpoch.equals(Epoch.NONE);
            case ADOPTION_FAILED -> atEpoch.equals(Epoch.NONE) || mayStillBeTakenUp(other, atEpoch);
            case PLACED,
                    RUNNING,
                    MIGRATING,
                    WITHDRAWING,
                    UNPLACEABLE,
                    WAITING_FOR_HOST,
                    WAITING_FOR_OPERATOR,
                    STOPPING,
                    STOPPED ->
                    false;
        };
    }

    /** Whether it has a deadline that has passed. */
    public boolean isOverdue(Instant now) {
        return deadline != null && !now.isBefore(deadline);
    }

    /** Whether its restart priority keeps it down after a failure. */
    public boolean waitsForOperatorAfterLoss() {
        return spec.restartPriority() == RestartPriority.NO_AUTO_START;
    }

    /** The host, of a VM in a state that has one. */
    public HostId requiredHost() {
        return Objects.requireNonNull(host);
    }

    /** Given to a host at the next epoch. */
    public VmRow placed(HostId target, Tenure under, Instant startDeadline) {
        return to(AssignmentState.PLACED, target, epoch.next(), under, target, startDeadline, null);
    }

    /** The same, its host to be told to start it in its turn. */
    public VmRow awaiting(StartTurn turn) {
        return conducted(conduct.inTurn(turn)).due(turn.nextLook());
    }

    /** Its host is told to start it. */
    public VmRow turnCame(Instant startDeadline) {
        return conducted(conduct.inTurn(null)).due(startDeadline);
    }

    /** Whether its host has not been told to start it, and so cannot have done so. */
    public boolean awaitsTurn() {
        return state == AssignmentState.PLACED && conduct.turn() != null;
    }

    /**
     * Whether it does not run yet and is on its way to: it has been placed, or its host has to give
     * it up first.
     */
    public boolean isBeingStarted() {
        return switch (state) {
            case PLACED, WITHDRAWING -> true;
            case RUNNING,
                    MIGRATING,
                    UNPLACEABLE,
                    WAITING_FOR_HOST,
                    WAITING_FOR_OPERATOR,
                    STOPPING,
                    STOPPED,
                    ADOPTING,
                    ADOPTION_FAILED ->
                    false;
        };
    }

    /** Reported running, or standing still and able to go on. */
    public VmRow running(@Nullable Standstill standstill) {
        return to(AssignmentState.RUNNING, host, epoch, tenure, lastHost, null, null)
                .conducted(Conduct.standing(standstill))
                .excluding(List.of());
    }

    /** Reported to stand still like this, or to execute; the same row where that is known. */
    public VmRow standing(@Nullable Standstill standstill) {
        if (standstill == conduct.standstill()) {
            return this;
        }
        return new VmRow(
                vm,
                spec,
                state,
                host,
                epoch,
                tenure,
                lastHost,
                excluded,
                deadline,
                restart,
                conduct.with(standstill),
                revision + 1);
    }

    /** Its host has been told to do something with it. */
    public VmRow ordered(VmOrder order, Instant answerDeadline) {
        return conducted(conduct.with(order)).due(answerDeadline);
    }

    /** What its host was told to do has ended. Only of a running VM is the deadline the order's. */
    public VmRow settled(VmOrder order) {
        VmRow row = conducted(conduct.with(order));
        return state == AssignmentState.RUNNING ? row.due(null) : row;
    }

    /** Its host has been told to bring it to another one; it still runs. */
    public VmRow migrating(Instant repeatAt) {
        return to(AssignmentState.MIGRATING, host, epoch, tenure, lastHost, repeatAt, null)
                .conducted(conduct);
    }

    /** Its host has not brought it to another one, and goes on running it. */
    public VmRow notMigrated() {
        return to(AssignmentState.RUNNING, host, epoch, tenure, lastHost, null, null)
                .conducted(conduct)
                .excluding(List.of());
    }

    /**
     * Its host has been told to give it up.
     *
     * @param runAgainWith see {@link #restart}
     */
    public VmRow withdrawing(Instant repeatAt, @Nullable VmSpec runAgainWith) {
        return to(
                AssignmentState.WITHDRAWING, host, epoch, tenure, lastHost, repeatAt, runAgainWith);
    }

    /** Taken off its host, which has given it up or is fenced. */
    public VmRow withoutHost() {
        return to(AssignmentState.UNPLACEABLE, null, epoch, tenure, lastHost, null, null);
    }

    /** It returns with its host. */
    public VmRow waitingForHost() {
        return to(AssignmentState.WAITING_FOR_HOST, host, epoch, tenure, lastHost, null, null);
    }

    /** Down until an operator asks for it. */
    public VmRow waitingForOperator() {
        return to(AssignmentState.WAITING_FOR_OPERATOR, null, epoch, tenure, lastHost, null, null);
    }

    /** Its host has been told to stop it; what it was told before it may still answer. */
    public VmRow stopping(Instant repeatAt, StopWay way) {
        return to(AssignmentState.STOPPING, host, epoch, tenure, lastHost, repeatAt, null)
                .conducted(conduct.stopping(way));
    }

    /** Stopped on request. */
    public VmRow stopped() {
        return to(AssignmentState.STOPPED, null, epoch, tenure, lastHost, null, null)
                .excluding(List.of());
    }

    /** The host that runs it outside of Berth has been told to take it up at the next epoch. */
    public VmRow adopting(HostId target, Tenure under, Instant repeatAt) {
        return to(AssignmentState.ADOPTING, target, epoch.next(), under, target, repeatAt, null);
    }

    /** Not taken up; the epoch stays reserved for the host that was told to. */
    public VmRow adoptionFailed() {
        return to(AssignmentState.ADOPTION_FAILED, null, epoch, tenure, host, null, null);
    }

    /** Reported as taken up by the host that was told to. */
    public VmRow takenUp() {
        HostId by = Objects.requireNonNull(lastHost);
        return to(AssignmentState.RUNNING, by, epoch, tenure, by, null, null).excluding(List.of());
    }

    /** Runs with another specification from its next placement on; legal without a host only. */
    public VmRow specified(VmSpec newSpec) {
        if (host != null) {
            throw new IllegalStateException(
                    "VM " + vm + " holds room on " + host + " by its old specification");
        }
        return new VmRow(
                vm, newSpec, state, null, epoch, tenure, lastHost, excluded, deadline, restart,
                conduct, revision);
    }

    /** The same as if it had never had another specification; to ask about, never to keep. */
    public VmRow asking(VmSpec otherSpec) {
        return new VmRow(
                vm, otherSpec, state, host, epoch, tenure, lastHost, excluded, deadline, restart,
                conduct, revision);
    }

    /** The same with these hosts excluded. */
    public VmRow excluding(List<HostId> hosts) {
        return new VmRow(
                vm, spec, state, host, epoch, tenure, lastHost, hosts, deadline, restart, conduct,
                revision);
    }

    /** The same with one more host excluded. */
    public VmRow excludingAlso(HostId other) {
        if (excluded.contains(other)) {
            return this;
        }
        List<HostId> more = new ArrayList<>(excluded);
        more.add(other);
        return excluding(more);
    }

    /** The same with one host admitted again. */
    public VmRow admittingAgain(HostId other) {
        return excluding(excluded.stream().filter(host -> !host.equals(other)).toList());
    }

    /** The same, to be looked at again at another time. */
    public VmRow due(@Nullable Instant at) {
        return new VmRow(
                vm, spec, state, host, epoch, tenure, lastHost, excluded, at, restart, conduct,
                revision);
    }

    private VmRow conducted(Conduct other) {
        return new VmRow(
                vm, spec, state, host, epoch, tenure, lastHost, excluded, deadline, restart, other,
                revision);
    }

    private VmRow to(
            AssignmentState target,
            @Nullable HostId newHost,
            Epoch newEpoch,
            Tenure newTenure,
            @Nullable HostId newLastHost,
            @Nullable Instant newDeadline,
            @Nullable VmSpec newRestart) {
        Lifecycle.check(vm, state, target);
        return new VmRow(
                vm,
                spec,
                target,
                newHost,
                newEpoch,
                newTenure,
                newLastHost,
                excluded,
                newDeadline,
                newRestart,
                Conduct.PLAIN,
                revision + 1);
    }
}
