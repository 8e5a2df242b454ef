package io.berth.placement.domain.operation;

import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.PatchAnswered;
import io.berth.contracts.placement.PatchStepChanged;
import io.berth.contracts.placement.PatchStepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One node of a patch operation: where it is, and what has become of its VMs. Hard state, part of
 * the operation's row.
 *
 * @param since when it came into its state
 * @param boot the life of its agent when it was empty; absent before
 * @param why it has its place in the order, for people
 * @param detail what was last said of it, for people
 * @param moved VMs that went elsewhere without a stop
 * @param restarted VMs that had to boot anew
 * @param left VMs that left in another way, or could not be moved
 */
public record PatchStep(
        HostId host,
        PatchStepState state,
        Instant since,
        @Nullable BootId boot,
        String why,
        String detail,
        int moved,
        int restarted,
        int left) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public PatchStep {
        Require.present("step.host", host);
        Require.present("step.state", state);
        Require.present("step.since", since);
        Require.text("step.why", why, PatchStepChanged.MAX_DETAIL);
        Require.text("step.detail", detail, PatchStepChanged.MAX_DETAIL);
    }

    /** A node whose turn has not come. */
    public static PatchStep queued(HostId host, String why, Instant now) {
        return new PatchStep(host, PatchStepState.QUEUED, now, null, cut(why), "", 0, 0, 0);
    }

    /** In another state from this moment on. */
    public PatchStep become(PatchStepState next, String text, Instant now) {
        return new PatchStep(host, next, now, boot, why, cut(text), moved, restarted, left);
    }

    /** Empty: from here on a new life of its agent is told from the one that was emptied. */
    public PatchStep emptied(@Nullable BootId life, Instant now) {
        return new PatchStep(
                host,
                PatchStepState.PATCHING,
                now,
                life,
                why,
                "empty and closed",
                moved,
                restarted,
                left);
    }

    /** With one more VM that it is done with. */
    public PatchStep counting(Move move) {
        return switch (move.state()) {
            case DONE -> counted(1, 0, 0);
            case BOOTED_ANEW -> counted(0, 1, 0);
            case LEFT, REFUSED, FAILED, CANCELLED -> counted(0, 0, 1);
            case QUEUED, BLOCKED, MOVING, ABORTING, RESUMING -> this;
        };
    }

    /** Whether an answer means something to a node in this state. */
    public static boolean expects(PatchStepState state, PatchAnswered.Outcome outcome) {
        return switch (outcome) {
            case PATCHED -> state == PatchStepState.PATCHING || state == PatchStepState.STOPPED;
            case FAILED -> state == PatchStepState.PATCHING || state == PatchStepState.VALIDATING;
            case SKIP ->
                    switch (state) {
                        case QUEUED, PATCHING, VALIDATING, STOPPED -> true;
                        case DRAINING, RETURNED, SKIPPED, CANCELLED -> false;
                    };
            case WAIT ->
                    switch (state) {
                        case PATCHING, VALIDATING, STOPPED -> true;
                        case QUEUED, DRAINING, RETURNED, SKIPPED, CANCELLED -> false;
                    };
        };
    }

    /** VMs that it is done with. */
    public int over() {
        return moved + restarted + left;
    }

    private PatchStep counted(int more, int anew, int otherwise) {
        return new PatchStep(
                host,
                state,
                since,
                boot,
                why,
                detail,
                moved + more,
                restarted + anew,
                left + otherwise);
    }

    private static String cut(String text) {
        return text.length() <= PatchStepChanged.MAX_DETAIL
                ? text
                : text.substring(0, PatchStepChanged.MAX_DETAIL);
    }
}
