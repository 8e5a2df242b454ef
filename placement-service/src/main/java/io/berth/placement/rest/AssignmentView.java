package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Standstill;
import io.berth.placement.domain.vm.StartTurn;
import io.berth.placement.domain.vm.VmOrder;
import io.berth.placement.store.Assignment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a VM is meant to run.
 *
 * @param host absent while it has none
 * @param standstill why its host holds it without executing it; absent where it executes
 * @param operation the newest that its host was told to carry out; without outcome while under way
 * @param awaitsTurn what it waits for before its host is told to start it; absent once it is told
 * @param deadline when placement looks at it again if nothing happens; absent when it does not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AssignmentView(
        VmId vm,
        DomainId domain,
        AssignmentState state,
        @Nullable HostId host,
        Epoch epoch,
        VmSpec spec,
        @Nullable Standstill standstill,
        @Nullable VmOrder operation,
        @Nullable TurnView awaitsTurn,
        @Nullable Instant deadline,
        long revision) {
    /**
     * That others of its group are started first.
     *
     * @param text for people
     * @param vm the first of those that it waits for; absent while only its delay is left
     * @param tier of that VM
     * @param until when it is started whatever the others do; absent once they are settled
     * @param startsAt when its delay ends; absent while it waits for others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TurnView(
            String text,
            @Nullable VmId vm,
            @Nullable Integer tier,
            @Nullable Instant until,
            @Nullable Instant startsAt) {
        static @Nullable TurnView of(@Nullable StartTurn turn) {
            if (turn == null) {
                return null;
            }
            VmId first = turn.awaits();
            Instant after = turn.after();
            if (first != null) {
                return new TurnView(
                        "awaits %s of tier %d, until %s"
                                .formatted(first, turn.tier(), turn.until()),
                        first,
                        turn.tier(),
                        turn.until(),
                        null);
            }
            return new TurnView(
                    after == null
                            ? "awaits its host, which is not up"
                            : "the tiers below are settled; starts at " + after,
                    null,
                    null,
                    null,
                    after);
        }
    }

    static AssignmentView of(Assignment assignment) {
        return new AssignmentView(
                assignment.row().vm(),
                assignment.domain(),
                assignment.row().state(),
                assignment.row().host(),
                assignment.row().epoch(),
                assignment.row().spec(),
                assignment.row().conduct().standstill(),
                assignment.row().conduct().order(),
                TurnView.of(assignment.row().conduct().turn()),
                assignment.row().deadline(),
                assignment.row().revision());
    }
}
