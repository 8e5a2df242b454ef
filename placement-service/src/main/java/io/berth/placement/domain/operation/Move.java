package io.berth.placement.domain.operation;

import io.berth.contracts.Require;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.vm.Payload;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One VM of an operation: where it goes and how far it is. Hard state, part of the operation's row.
 *
 * @param source the host that it leaves; absent for one that has none
 * @param epoch at which the source holds it; the target gets it at a higher one
 * @param target absent before one was found
 * @param targetTenure the grant of the target under which room is kept there: another one says that
 *     what was brought there is lost
 * @param mode how it goes; absent before that is decided, and for one that boots
 * @param linkMbit what the link is known to carry, in Mbit/s; absent where that is not known
 * @param payload what goes over it; absent before it is ordered, and for one that boots
 * @param command the order to the source, so that its repetition is recognised
 * @param reserved the room that is kept at the target; absent while none is
 * @param until when the order is withdrawn
 * @param attempts how often it was ordered
 * @param detail for people
 * @param refused the hosts that cannot take it, each with all reasons; of the last attempt
 * @param overridden soft refusals of the target that an operator has overridden
 * @param gain what it is worth; absent unless it spreads the load
 */
public record Move(
        VmId vm,
        @Nullable HostId source,
        Epoch epoch,
        MoveState state,
        MoveReason reason,
        @Nullable HostId target,
        @Nullable Tenure targetTenure,
        @Nullable MigrationMode mode,
        @Nullable Long linkMbit,
        @Nullable Payload payload,
        @Nullable CommandId command,
        @Nullable VmSpec reserved,
        @Nullable Instant until,
        int attempts,
        @Nullable Instant endedAt,
        String detail,
        List<RefusedHost> refused,
        List<Refusal> overridden,
        @Nullable MoveGain gain) {
    /** Most hosts whose refusals are kept: as many as an explanation names. */
    static final int MAX_REFUSED = PlacementPolicy.MAX_EXPLAINED;

    private static final int MAX_DETAIL = 1024;

    /**
     * @throws IllegalArgumentException when a part is missing, or room is kept without a target
     */
    public Move {
        Require.present("move.vm", vm);
        Require.present("move.epoch", epoch);
        Require.present("move.state", state);
        Require.present("move.reason", reason);
        Require.text("move.detail", detail, MAX_DETAIL);
        refused = Require.list("move.refused", refused, MAX_REFUSED);
        overridden = Require.list("move.overridden", overridden, MAX_REFUSED);
        if (state.keepsRoom() != (reserved != null) || (state.keepsRoom() && target == null)) {
            throw new IllegalArgumentException(
                    "move of %s is %s with target %s and %s room kept"
                            .formatted(vm, state, target, reserved == null ? "no" : "some"));
        }
    }

    /** One that waits for its turn. */
    public static Move queued(VmRow vm) {
        return of(vm.vm(), vm.host(), vm.epoch());
    }

    /** One about whose VM nothing is known. */
    public static Move of(VmId vm, @Nullable HostId source, Epoch epoch) {
        return new Move(
                vm,
                source,
                epoch,
                MoveState.QUEUED,
                MoveReason.NONE,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                null,
                "",
                List.of(),
                List.of(),
                null);
    }

    /** One that waits for its turn to go to a host because that spreads the load. */
    public static Move planned(VmRow vm, HostId target, MoveGain gain) {
        return new Move(
                vm.vm(),
                vm.host(),
                vm.epoch(),
                MoveState.QUEUED,
                MoveReason.NONE,
                target,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                null,
                "",
                List.of(),
                List.of(),
                gain);
    }

    /** The same VM, waiting again, as its host holds it now. */
    public Move heldAt(Epoch now) {
        return new Move(
                vm,
                source,
                now,
                state,
                reason,
                target,
                targetTenure,
                mode,
                linkMbit,
                payload,
                command,
                reserved,
                until,
                attempts,
                endedAt,
                detail,
                refused,
                overridden,
                gain);
    }

    /** The same with what it is worth by now. */
    public Move gaining(MoveGain now) {
        return new Move(
                vm,
                source,
                epoch,
                state,
                reason,
                target,
                targetTenure,
                mode,
                linkMbit,
                payload,
                command,
                reserved,
                until,
                attempts,
                endedAt,
                detail,
                refused,
                overridden,
                now);
    }

    /** Ordered: room is kept at the target from here on. */
    public Move moving(MovePlan.Possible plan, CommandId order, VmSpec room, Instant limit) {
        return new Move(
                vm,
                source,
                epoch,
                MoveState.MOVING,
                MoveReason.NONE,
                plan.target().host(),
                plan.target().tenure(),
                plan.mode(),
                plan.linkMbit(),
                plan.payload(),
                order,
                room,
                limit,
                attempts + 1,
                null,
                plan.why(),
                List.of(),
                plan.overridden(),
                gain);
    }

    /** Put on a host at once: no migration. */
    public Move placedOn(MovePlan.Admitted plan) {
        return new Move(
                vm,
                source,
                epoch,
                MoveState.RESUMING,
                MoveReason.NONE,
                plan.target().host(),
                plan.target().tenure(),
                null,
                null,
                null,
                null,
                null,
                null,
                attempts + 1,
                null,
                "",
                List.of(),
                plan.overridden(),
                gain);
    }

    /** Told to break off, for this reason. */
    public Move aborting(MoveReason why, String text) {
        return in(MoveState.ABORTING, why, text, reserved, null, refused);
    }

    /** Handed over: the VM itself holds the room at its new host. */
    public Move resuming() {
        return in(MoveState.RESUMING, MoveReason.NONE, detail, null, null, refused);
    }

    /** No host can take it now. */
    public Move blocked(MoveReason why, String text, List<RefusedHost> by) {
        return in(MoveState.BLOCKED, why, text, null, null, by);
    }

    /** It has come to its end. */
    public Move ended(MoveState end, MoveReason why, String text, Instant at) {
        return in(end, why, text, null, at, refused);
    }

    /** It has come to its end because these hosts refuse it. */
    public Move refusedBy(
            MoveState end, MoveReason why, String text, List<RefusedHost> by, Instant at) {
        return in(end, why, text, null, at, by);
    }

    /** Whether the VM has come to its target, or to another host. */
    public boolean hasMoved() {
        return switch (state) {
            case DONE, BOOTED_ANEW -> true;
            case QUEUED, BLOCKED, MOVING, ABORTING, RESUMING, LEFT, REFUSED, FAILED, CANCELLED ->
                    false;
        };
    }

    private Move in(
            MoveState next,
            MoveReason why,
            String text,
            @Nullable VmSpec room,
            @Nullable Instant end,
            List<RefusedHost> by) {
        return new Move(
                vm,
                source,
                epoch,
                next,
                why,
                target,
                targetTenure,
                mode,
                linkMbit,
                payload,
                command,
                room,
                until,
                attempts,
                end,
                text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL),
                by.size() <= MAX_REFUSED ? by : by.subList(0, MAX_REFUSED),
                overridden,
                gain);
    }
}
