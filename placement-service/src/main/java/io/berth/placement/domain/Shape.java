package io.berth.placement.domain;

import io.berth.placement.domain.Ledger.Resource;
import java.util.Arrays;

/**
 * A requirement made ready to be held against row after row of one ledger. It says the same as
 * {@link HostFilters} and {@link Rating} do, in a few nanoseconds and without reasons.
 */
final class Shape {
    /** No host that cannot take the VM is ever preferred to one that can. */
    static final double UNFIT = Double.NEGATIVE_INFINITY;

    private static final Resource[] RESOURCES = Resource.values();
    private static final byte SUITS = 1;
    private static final byte DOES_NOT = 2;

    private final Requirement requirement;
    private final long[] need = new long[RESOURCES.length];
    private final int flagsThatMatter;
    private final int flagsWanted;

    /** For each number of traits whether they suit; 0 before anybody has asked. */
    private byte[] verdicts = new byte[16];

    Shape(Requirement requirement) {
        this.requirement = requirement;
        for (Resource resource : RESOURCES) {
            need[resource.ordinal()] = requirement.demand().of(resource);
        }
        int matter = Ledger.UP | Ledger.OPEN | Ledger.SPECIFIED | Ledger.MAINTENANCE;
        int wanted = Ledger.UP | Ledger.OPEN | Ledger.SPECIFIED;
        if (requirement.highlyAvailable()
                && !requirement.waived().contains(SoftRule.HIGH_AVAILABILITY_NEEDS_CLUSTER)) {
            matter |= Ledger.CLUSTERED;
            wanted |= Ledger.CLUSTERED;
        }
        if (!requirement.waived().contains(SoftRule.UNSUPPORTED_HOST)) {
            matter |= Ledger.FORCED;
        }
        if (!requirement.waived().contains(SoftRule.OVER_COMMITTED_CLUSTER)) {
            matter |= Ledger.OVER_COMMITTED;
        }
        flagsThatMatter = matter;
        flagsWanted = wanted;
    }

    /**
     * How much the host of a row is to be preferred; {@link #UNFIT} when anything stands against
     * it.
     */
    double preference(Ledger ledger, int row) {
        if ((ledger.flags(row) & flagsThatMatter) != flagsWanted) {
            return UNFIT;
        }
        for (Resource resource : RESOURCES) {
            if (ledger.available(resource, row) < need[resource.ordinal()]) {
                return UNFIT;
            }
        }
        int traits = ledger.traitsOf(row);
        return suits(ledger, traits)
                ? ledger.traits(traits).group().goal().preference(score(ledger, row))
                : UNFIT;
    }

    /**
     * The mean over the rated resources that the host states of what would be left there, as a part
     * of what is usable, by the weights of its group: 1 when empty, 0 when full. Of a host that
     * states no rated resource with a weight, 0.
     */
    double score(Ledger ledger, int row) {
        GroupPolicy.Weights weights = ledger.traits(ledger.traitsOf(row)).group().weights();
        double sum = 0;
        double all = 0;
        for (Resource resource : RESOURCES) {
            long usable = ledger.usable(resource, row);
            double weight = weights.of(resource);
            if (weight > 0 && usable != Ledger.UNLIMITED) {
                long left = ledger.available(resource, row) - need[resource.ordinal()];
                sum += usable > 0 ? weight * ((double) left / usable) : 0;
                all += weight;
            }
        }
        return all > 0 ? sum / all : 0;
    }

    private boolean suits(Ledger ledger, int traits) {
        if (traits >= verdicts.length) {
            verdicts = Arrays.copyOf(verdicts, Integer.highestOneBit(traits) * 2);
        }
        byte known = verdicts[traits];
        if (known == 0) {
            known = HostFilters.suits(ledger.traits(traits), requirement) ? SUITS : DOES_NOT;
            verdicts[traits] = known;
        }
        return known == SUITS;
    }
}
