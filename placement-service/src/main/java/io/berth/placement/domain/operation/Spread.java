package io.berth.placement.domain.operation;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a round that spreads the load of a domain has found, once its moves were known. Part of the
 * operation's row.
 *
 * @param automatic whether nobody asked for it
 * @param aggressiveness 1 to 5
 * @param hosts between which VMs may move
 * @param deviationBefore the standard deviation of the hosts' loads, where a load is 1 less the
 *     score of the host
 * @param deviationAfter the same as it will be after all moves of the round
 * @param potentialBefore see {@code LoadPicture}
 * @param potentialAfter the same as it will be after all moves of the round
 * @param doubt how far the plan was believed
 * @param end why there are no more moves than there are
 * @param leftOut hosts and VMs that were not looked at, the first of them
 */
public record Spread(
        boolean automatic,
        int aggressiveness,
        int hosts,
        double deviationBefore,
        double deviationAfter,
        double potentialBefore,
        double potentialAfter,
        Doubt doubt,
        End end,
        List<LeftOut> leftOut) {
    /** Most of what was left out that is named. */
    public static final int MAX_LEFT_OUT = 64;

    /** Why a round has no more moves. */
    public enum End {
        /** No other move gains as much as it must. */
        NOTHING_GAINS,
        /** Some would, and no host takes the VM or the reserve of the cluster would suffer. */
        REFUSED,
        /** As many moves as a round may have. */
        ENOUGH_MOVES,
        /** As many moves were held against the filters as a round may try. */
        ENOUGH_TRIED
    }

    /**
     * A host or a VM that was not looked at.
     *
     * @param vm absent when it is a whole host
     */
    public record LeftOut(HostId host, @Nullable VmId vm, String why) {}

    /**
     * Kept to six digits, as people read them.
     *
     * @throws IllegalArgumentException when there are too many that were left out
     */
    public Spread {
        Require.present("spread.doubt", doubt);
        Require.present("spread.end", end);
        leftOut = Require.list("spread.leftOut", leftOut, MAX_LEFT_OUT);
        deviationBefore = MoveGain.rounded(deviationBefore);
        deviationAfter = MoveGain.rounded(deviationAfter);
        potentialBefore = MoveGain.rounded(potentialBefore);
        potentialAfter = MoveGain.rounded(potentialAfter);
    }
}
