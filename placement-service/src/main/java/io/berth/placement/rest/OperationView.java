package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MoveGain;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.domain.operation.PatchStep;
import io.berth.placement.domain.operation.Spread;
import io.berth.placement.domain.vm.Payload;
import io.berth.placement.store.StoredOperation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation and how far it is.
 *
 * @param dryRun whether it is only what would happen; then it has no id
 * @param closesHost whether it keeps new VMs away from its host
 * @param reason why it could not even begin; absent when it could
 * @param spread what was found when the load was looked at; absent of other kinds
 * @param moves its VMs; absent in lists
 * @param patch its nodes; of a patch operation alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperationView(
        @Nullable OperationId id,
        OperationKind kind,
        OperationState state,
        DomainId domain,
        @Nullable Boolean dryRun,
        @Nullable HostId host,
        Asked asked,
        Principal requestedBy,
        Instant requestedAt,
        @Nullable Instant endedAt,
        @Nullable Principal cancelledBy,
        boolean closesHost,
        @Nullable MoveReason reason,
        Progress progress,
        @Nullable Spread spread,
        @Nullable List<MoveView> moves,
        @Nullable PatchView patch) {
    /**
     * What was asked for beyond what and whom; what is absent was left to placement.
     *
     * @param overrideReason why soft refusals do not count
     * @param blocked of an evacuation: what becomes of VMs that cannot move
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Asked(
            @Nullable HostId target,
            @Nullable MigrationMode mode,
            @Nullable String overrideReason,
            @Nullable BlockedVms blocked) {
        static Asked of(OperationRow row) {
            OperationRow.Wish wish = row.wish();
            return new Asked(
                    wish.target(),
                    wish.mode(),
                    wish.override(),
                    row.kind() == OperationKind.EVACUATE ? wish.blocked() : null);
        }
    }

    /**
     * How far it is.
     *
     * @param moved VMs that run where they were to go
     * @param over VMs with which it is done, well or not
     * @param all VMs that it has to do with
     */
    public record Progress(long moved, long over, long all) {
        static Progress of(OperationRow row) {
            List<Move> moves = row.moves();
            PatchRun run = row.patch();
            List<PatchStep> steps = run == null ? List.of() : run.steps();
            long movedBefore = steps.stream().mapToLong(PatchStep::moved).sum();
            long overBefore = steps.stream().mapToLong(PatchStep::over).sum();
            return new Progress(
                    movedBefore
                            + moves.stream().filter(move -> move.state() == MoveState.DONE).count(),
                    overBefore + moves.stream().filter(move -> move.state().over()).count(),
                    overBefore + moves.size());
        }
    }

    /**
     * One VM of it.
     *
     * @param epoch at which its host holds it, or held it
     * @param linkMbit what the link is known to carry; absent where that is not known
     * @param withStorage size of the disks that go along because they lie on the host's own; absent
     *     where none does
     * @param estimate what the link needs at least for memory and disks, as in {@code PT28M47S};
     *     absent where it is not known
     * @param refused hosts that cannot take it, each with all reasons
     * @param overridden soft refusals of the target that were overridden
     * @param gain what it is worth; absent unless it spreads the load
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record MoveView(
            VmId vm,
            MoveState state,
            @Nullable HostId source,
            @Nullable HostId target,
            Epoch epoch,
            @Nullable MigrationMode mode,
            @Nullable Long linkMbit,
            @Nullable MiB withStorage,
            @Nullable String estimate,
            @Nullable MoveReason reason,
            String detail,
            int attempts,
            @Nullable Instant endedAt,
            List<RefusedHost> refused,
            List<Refusal> overridden,
            @Nullable MoveGain gain) {
        private static @Nullable String estimate(@Nullable Payload payload) {
            return payload == null || payload.estimate() == null
                    ? null
                    : payload.estimate().toString();
        }

        static MoveView of(Move move) {
            Payload payload = move.payload();
            return new MoveView(
                    move.vm(),
                    move.state(),
                    move.source(),
                    move.target(),
                    move.epoch(),
                    move.mode(),
                    move.linkMbit(),
                    payload == null ? null : payload.storage(),
                    estimate(payload),
                    move.reason() == MoveReason.NONE ? null : move.reason(),
                    move.detail(),
                    move.attempts(),
                    move.endedAt(),
                    move.refused(),
                    move.overridden(),
                    move.gain());
        }
    }

    static OperationView of(StoredOperation operation) {
        return view(operation.domain(), operation.row(), false, true);
    }

    static OperationView inList(StoredOperation operation) {
        return view(operation.domain(), operation.row(), false, false);
    }

    static OperationView planned(DomainId domain, OperationRow row) {
        return view(domain, row, true, true);
    }

    private static OperationView view(
            DomainId domain, OperationRow row, boolean dryRun, boolean withMoves) {
        return new OperationView(
                dryRun ? null : row.id(),
                row.kind(),
                row.state(),
                domain,
                dryRun ? Boolean.TRUE : null,
                row.host(),
                Asked.of(row),
                row.requestedBy(),
                row.requestedAt(),
                row.endedAt(),
                row.cancelledBy(),
                row.closesHost(),
                row.reason() == MoveReason.NONE ? null : row.reason(),
                Progress.of(row),
                row.spread(),
                withMoves ? row.moves().stream().map(MoveView::of).toList() : null,
                PatchView.of(row.patch()));
    }
}
