package io.berth.placement.domain.optimise;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.operation.MoveGain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts could be switched off, and which should be switched on. Advice: nothing is switched.
 *
 * @param reason why it says nothing of switching off; absent when it does
 * @param configured N, all nodes of the cluster; 0 where there is none
 * @param functioning F
 * @param load the mean of the hosts' loads now, 0 to 1
 * @param loadAfter the same without the hosts that could be switched off
 * @param off hosts that could be switched off together, in this order
 * @param kept hosts that could not, and why
 * @param on hosts that should be switched on or opened, because load is above the threshold
 */
public record PowerAdvice(
        @Nullable Reason reason,
        int configured,
        int functioning,
        double load,
        double loadAfter,
        List<Off> off,
        List<Kept> kept,
        List<On> on) {
    /** Why no host can be switched off, whatever its load. */
    public enum Reason {
        /** Power advice is off for the groups of all hosts. */
        ADVICE_OFF,
        /** Only clusters can do without a node and keep what they promise. */
        NOT_A_CLUSTER,
        /** The cluster has four nodes or fewer. */
        TOO_FEW_NODES,
        /** Load is above the threshold, or the cluster is over-committed. */
        STRAINED
    }

    /** Why one host stays on. */
    public enum Why {
        /** Power advice is off for its group. */
        ADVICE_OFF,
        /** Fewer than a strict majority of the configured nodes would be left. */
        QUORUM,
        /** VMs of others that could go would come to it. */
        TAKES_OTHERS,
        /** A VM of it cannot be moved, or runs there outside of Berth. */
        VM_STAYS,
        /** The cluster could not lose as many nodes as its reserve says. */
        RESERVE
    }

    /**
     * A host that could be switched off.
     *
     * @param memory that has to be copied, in MiB
     */
    public record Off(HostId host, List<Step> moves, long memory) {
        /** Takes a copy. */
        public Off {
            moves = List.copyOf(moves);
        }
    }

    /** A VM that would have to move first. */
    public record Step(VmId vm, HostId target) {}

    /** A host that stays on. */
    public record Kept(HostId host, Why why, String detail) {}

    /** A host that should come back. */
    public record On(HostId host, HostStatus status, String detail) {}

    /** Takes copies, and keeps loads to six digits. */
    public PowerAdvice {
        off = List.copyOf(off);
        kept = List.copyOf(kept);
        on = List.copyOf(on);
        load = MoveGain.rounded(load);
        loadAfter = MoveGain.rounded(loadAfter);
    }

    static PowerAdvice none(Reason reason, ReserveGuard guard, double load, List<On> on) {
        return new PowerAdvice(
                reason,
                guard.configured(),
                guard.functioning(),
                load,
                load,
                List.of(),
                List.of(),
                on);
    }
}
