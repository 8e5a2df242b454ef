package io.berth.placement.domain.policy;

import java.time.Duration;
import java.util.List;

/**
 * What a level of aggressiveness means: the higher, the smaller a gain is worth a move.
 *
 * @param leastGain by how much a move must lower the potential, beyond its price; so a round ends,
 *     and at constant load all rounds together make at most potential / leastGain moves
 * @param pricePerGiB what a GiB of memory that has to be copied costs, in the unit of the potential
 * @param hot a host is hot when more than this part of what is usable of a resource is used
 * @param mostMoves how many VMs one round moves
 * @param coolDown how long a VM that was moved is not moved again
 */
public record Aggressiveness(
        int level,
        double leastGain,
        double pricePerGiB,
        double hot,
        int mostMoves,
        Duration coolDown) {
    /** How many levels there are. */
    public static final int LEVELS = 5;

    /** All levels, the most reluctant first. */
    public static final List<Aggressiveness> TABLE =
            List.of(
                    new Aggressiveness(1, 0.050, 0.00100, 0.95, 2, Duration.ofHours(4)),
                    new Aggressiveness(2, 0.030, 0.00050, 0.90, 4, Duration.ofHours(2)),
                    new Aggressiveness(3, 0.015, 0.00025, 0.85, 8, Duration.ofHours(1)),
                    new Aggressiveness(4, 0.008, 0.00010, 0.80, 16, Duration.ofMinutes(30)),
                    new Aggressiveness(5, 0.004, 0.00005, 0.75, 32, Duration.ofMinutes(15)));

    private static final double MIB_PER_GIB = 1024;

    /**
     * One level.
     *
     * @param level 1 to 5
     */
    public static Aggressiveness of(int level) {
        return TABLE.get(level - 1);
    }

    /**
     * What moving a VM costs, in the unit of the potential.
     *
     * @param memory in MiB
     */
    public double price(long memory) {
        return pricePerGiB * (memory / MIB_PER_GIB);
    }
}
