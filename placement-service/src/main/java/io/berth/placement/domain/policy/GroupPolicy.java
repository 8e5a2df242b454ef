package io.berth.placement.domain.policy;

import io.berth.contracts.Require;
import io.berth.placement.domain.vm.Resource;
import java.util.Objects;

/**
 * How the hosts of a group are rated, and their load spread anew.
 *
 * @param weights how much each rated resource counts in the mean
 * @param optimise the default where it is absent, as in policies that were stored before there was
 *     any
 */
public record GroupPolicy(Goal goal, Weights weights, OptimisePolicy optimise) {
    /** Balance, with equal weights. */
    public static final GroupPolicy DEFAULT = new GroupPolicy(Goal.LOAD_BALANCE, Weights.EQUAL);

    /**
     * Relative weights, 0 to 100 each; one at least is above 0.
     *
     * @param iops of the host's own disks
     */
    public record Weights(double memory, double cpu, double iops, double network) {
        /** All count alike. */
        public static final Weights EQUAL = new Weights(1, 1, 1, 1);

        private static final double MAX = 100;

        /**
         * @throws IllegalArgumentException when a weight is not a number or out of range, or all
         *     are 0
         */
        public Weights {
            Require.range("weights.memory", memory, 0, MAX);
            Require.range("weights.cpu", cpu, 0, MAX);
            Require.range("weights.iops", iops, 0, MAX);
            Require.range("weights.network", network, 0, MAX);
            if (memory + cpu + iops + network == 0) {
                throw new IllegalArgumentException(
                        "weights are all 0; one at least must be above 0");
            }
        }

        /** Of one resource; 0 for one that is not rated. */
        public double of(Resource resource) {
            return switch (resource) {
                case MEMORY -> memory;
                case CPU -> cpu;
                case IOPS -> iops;
                case NETWORK -> network;
                case DISK -> 0;
            };
        }
    }

    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public GroupPolicy {
        Require.present("goal", goal);
        Require.present("weights", weights);
        optimise = Objects.requireNonNullElse(optimise, OptimisePolicy.DEFAULT);
    }

    /** Of a group whose load is spread as by default. */
    public GroupPolicy(Goal goal, Weights weights) {
        this(goal, weights, OptimisePolicy.DEFAULT);
    }
}
