package io.berth.placement.domain.operation;

import io.berth.contracts.Require;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.placement.EvacuateHostRequested;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.contracts.placement.OptimiseDomainRequested;
import io.berth.contracts.placement.PatchClusterRequested;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Something that operators asked for and that takes a while, with how far it is. Hard state: kept
 * in the database and never changed but by a decision.
 *
 * @param requestedAt to the millisecond, so that what was written reads the same
 * @param host the host that is evacuated; absent for the other kinds
 * @param wish what was asked for beyond what and whom
 * @param closesHost whether it keeps new VMs away from the host; an evacuation does until it is
 *     cancelled, also when all VMs have left
 * @param nextTry when what is blocked is tried again; absent when nothing is. Of a round that
 *     spreads load and is over, until when it is remembered
 * @param cancelledBy who cancelled it; absent when nobody did
 * @param reason why it could not even begin; {@code NONE} when it could
 * @param spread what was found; absent unless it spreads the load
 * @param patch of a patch operation alone
 */
public record OperationRow(
        OperationId id,
        OperationKind kind,
        OperationState state,
        Principal requestedBy,
        Instant requestedAt,
        @Nullable Instant endedAt,
        @Nullable HostId host,
        Wish wish,
        boolean closesHost,
        @Nullable Instant nextTry,
        @Nullable Principal cancelledBy,
        MoveReason reason,
        List<Move> moves,
        @Nullable Spread spread,
        @Nullable PatchRun patch) {
    /** Most VMs of one operation: as many as a host can report. */
    public static final int MAX_MOVES = 4096;

    /** First asked for, first seen to. */
    public static final Comparator<OperationRow> IN_ORDER =
            Comparator.comparing(OperationRow::requestedAt).thenComparing(OperationRow::id);

    /**
     * What was asked for beyond what and whom.
     *
     * @param target where to; absent to let placement choose
     * @param mode how; absent to let placement choose by the link
     * @param override why soft refusals do not count; absent when they do
     * @param blocked what becomes of VMs that cannot move
     */
    public record Wish(
            @Nullable HostId target,
            @Nullable MigrationMode mode,
            @Nullable String override,
            BlockedVms blocked) {}

    /**
     * @throws IllegalArgumentException when a part is missing or there are too many moves
     */
    public OperationRow {
        Require.present("operation.id", id);
        Require.present("operation.kind", kind);
        Require.present("operation.state", state);
        Require.present("operation.requestedBy", requestedBy);
        Require.present("operation.requestedAt", requestedAt);
        Require.present("operation.wish", wish);
        moves = Require.list("operation.moves", moves, MAX_MOVES);
    }

    /** What a request asks for, before anybody has begun with it. */
    public static OperationRow of(MigrateVmRequested request, Instant at) {
        return pending(
                request.operation(),
                OperationKind.MIGRATE,
                request.requestedBy(),
                at,
                null,
                new Wish(request.target(), request.mode(), request.override(), BlockedVms.REFUSE),
                List.of(Move.of(request.vm(), null, Epoch.NONE)));
    }

    /** What a request asks for, before anybody has begun with it. */
    public static OperationRow of(EvacuateHostRequested request, Instant at) {
        return pending(
                request.operation(),
                OperationKind.EVACUATE,
                request.requestedBy(),
                at,
                request.host(),
                new Wish(null, request.mode(), null, request.blocked()),
                List.of());
    }

    /** What a request asks for, before anybody has begun with it. */
    public static OperationRow of(PatchClusterRequested request, Instant at) {
        PatchRun.PatchWish wish =
                new PatchRun.PatchWish(
                        request.nodes(),
                        request.atOnce(),
                        request.rebootMeansPatched(),
                        request.patchLimit());
        return pending(
                        request.operation(),
                        OperationKind.PATCH,
                        request.requestedBy(),
                        at,
                        null,
                        new Wish(null, request.mode(), request.override(), BlockedVms.QUEUE),
                        List.of())
                .patching(new PatchRun(wish, List.of(), "", null, null));
    }

    /** What a request asks for, before anybody has begun with it. */
    public static OperationRow of(OptimiseDomainRequested request, Instant at) {
        return round(request.operation(), request.requestedBy(), at);
    }

    /** A round that spreads the load, before anybody has begun with it. */
    public static OperationRow round(OperationId id, Principal requestedBy, Instant at) {
        return pending(
                id,
                OperationKind.OPTIMISE,
                requestedBy,
                at,
                null,
                new Wish(null, null, null, BlockedVms.REFUSE),
                List.of());
    }

    private static OperationRow pending(
            OperationId id,
            OperationKind kind,
            Principal requestedBy,
            Instant requestedAt,
            @Nullable HostId host,
            Wish wish,
            List<Move> moves) {
        return new OperationRow(
                id,
                kind,
                OperationState.PENDING,
                requestedBy,
                requestedAt.truncatedTo(ChronoUnit.MILLIS),
                null,
                host,
                wish,
                false,
                null,
                null,
                MoveReason.NONE,
                moves,
                null,
                null);
    }

    /** Whether somebody who asked for the one meant the other, whatever has come of it since. */
    public boolean asksTheSameAs(OperationRow other) {
        boolean sameVm =
                host != null
                        || patch != null
                        || (kind == OperationKind.OPTIMISE && other.kind == kind)
                        || (!moves.isEmpty()
                                && !other.moves.isEmpty()
                                && moves.getFirst().vm().equals(other.moves.getFirst().vm()));
        return Objects.equals(host, other.host)
                && wish.equals(other.wish)
                && Objects.equals(patchWish(), other.patchWish())
                && sameVm;
    }

    private PatchRun.@Nullable PatchWish patchWish() {
        return patch == null ? null : patch.wish();
    }

    /** How many of its moves have come to an end, well or not. */
    public int movesOver() {
        return (int) moves.stream().filter(move -> move.state().over()).count();
    }

    /**
     * Whether its owner has to remember it: it goes on, keeps VMs away from a host, or later rounds
     * depend on it.
     */
    public boolean open() {
        return !state.over() || closesHost || nextTry != null;
    }

    /** Its moves that keep room at a target. */
    public List<Move> reservations() {
        return moves.stream().filter(move -> move.state().keepsRoom()).toList();
    }

    /** The newest move of a VM that is not over. */
    public Optional<Move> openMoveOf(VmId vm) {
        return moves.stream()
                .filter(move -> move.vm().equals(vm) && !move.state().over())
                .findFirst();
    }

    /** Whether this is so of a move. */
    public boolean any(Predicate<Move> condition) {
        return moves.stream().anyMatch(condition);
    }

    /** Begun with these moves. */
    public OperationRow running(OperationKind kindNow, List<Move> all, boolean closes) {
        return new OperationRow(
                id,
                kindNow,
                OperationState.RUNNING,
                requestedBy,
                requestedAt,
                null,
                host,
                wish,
                closes,
                null,
                null,
                MoveReason.NONE,
                all,
                spread,
                patch);
    }

    /** With another move in the place of the open one of the same VM, or as a further one. */
    public OperationRow with(Move changed) {
        List<Move> all = new ArrayList<>(moves);
        for (int i = 0; i < all.size(); i++) {
            Move at = all.get(i);
            if (at.vm().equals(changed.vm()) && !at.state().over()) {
                all.set(i, changed);
                return withMoves(all);
            }
        }
        all.add(changed);
        return withMoves(all);
    }

    /** The nodes of a patch operation are now like this. */
    public OperationRow patching(PatchRun run) {
        return new OperationRow(
                id,
                kind,
                state,
                requestedBy,
                requestedAt,
                endedAt,
                host,
                wish,
                closesHost,
                nextTry,
                cancelledBy,
                reason,
                moves,
                spread,
                run);
    }

    /** With these moves in place of all others. */
    public OperationRow withMoves(List<Move> all) {
        return copy(state, endedAt, closesHost, nextTry, cancelledBy, all);
    }

    /** To be looked at again then; null when that is not needed. */
    public OperationRow tryingAgainAt(@Nullable Instant at) {
        return copy(state, endedAt, closesHost, at, cancelledBy, moves);
    }

    /** It has come to this end. */
    public OperationRow over(OperationState end, Instant at) {
        return copy(end, at, closesHost, null, cancelledBy, moves);
    }

    /** With what was found when the load was looked at. */
    public OperationRow found(Spread what) {
        return new OperationRow(
                id,
                kind,
                state,
                requestedBy,
                requestedAt,
                endedAt,
                host,
                wish,
                closesHost,
                nextTry,
                cancelledBy,
                reason,
                moves,
                what,
                patch);
    }

    /** It could not even begin. */
    public OperationRow failed(MoveReason why, Instant at) {
        return new OperationRow(
                id,
                kind,
                OperationState.FAILED,
                requestedBy,
                requestedAt,
                at,
                host,
                wish,
                false,
                null,
                null,
                why,
                moves,
                spread,
                patch);
    }

    /** Somebody no longer wants it; what has begun comes to its end. */
    public OperationRow cancelling(Principal by) {
        return copy(OperationState.CANCELLING, null, false, null, by, moves);
    }

    /** The same, ended in some way, with its host open. */
    public OperationRow forgotten() {
        List<Move> none = List.of();
        return copy(OperationState.DONE, requestedAt, false, null, cancelledBy, none);
    }

    /** Its host takes VMs again. */
    public OperationRow openingHost(Principal by) {
        return copy(state, endedAt, false, nextTry, by, moves);
    }

    private OperationRow copy(
            OperationState newState,
            @Nullable Instant end,
            boolean closes,
            @Nullable Instant tryAt,
            @Nullable Principal cancelled,
            List<Move> all) {
        return new OperationRow(
                id,
                kind,
                newState,
                requestedBy,
                requestedAt,
                end,
                host,
                wish,
                closes,
                tryAt,
                cancelled,
                reason,
                all,
                spread,
                patch);
    }
}
