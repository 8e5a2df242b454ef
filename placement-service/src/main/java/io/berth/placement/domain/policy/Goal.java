package io.berth.placement.domain.policy;

/** Which of the hosts that can take a VM is the best. */
public enum Goal {
    /** The one that would have most left: load is spread. */
    LOAD_BALANCE {
        @Override
        public double preference(double score) {
            return score;
        }
    },
    /** The one that would have least left: hosts are filled, and others stay empty. */
    CONSOLIDATE {
        @Override
        public double preference(double score) {
            return 0.0 - score;
        }
    };

    /** The higher, the better the host; the same for two hosts only if their scores are. */
    public abstract double preference(double score);
}
