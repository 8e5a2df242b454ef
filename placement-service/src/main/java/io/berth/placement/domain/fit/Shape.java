package io.berth.placement.domain.fit;

import io.berth.placement.domain.ledger.HostTraits;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.vm.Resource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A requirement made ready to be held against row after row of one ledger. It says the same as
 * {@link HostFilters} and {@link Rating} do, in a few nanoseconds and without reasons.
 */
public final class Shape {
    private static final Resource[] RESOURCES = Resource.values();

    private final Requirement requirement;
    private final long[] need = new long[RESOURCES.length];
    private final int flagsThatMatter;
    private final int flagsWanted;

    /** For each number of traits what they mean for such a VM; null before anybody has asked. */
    private @Nullable Kind[] kinds = new Kind[16];

    /** What is alike for all hosts of the same traits. */
    private static final class Kind {
        private final boolean suits;
        private final Goal goal;
        private final double[] weights = new double[RESOURCES.length];

        Kind(HostTraits traits, Requirement requirement) {
            suits = HostFilters.suits(traits, requirement);
            goal = traits.group().goal();
            for (Resource resource : RESOURCES) {
                weights[resource.column()] = traits.group().weights().of(resource);
            }
        }
    }

    public Shape(Requirement requirement) {
        this.requirement = requirement;
        for (Resource resource : RESOURCES) {
            need[resource.column()] = requirement.demand().of(resource);
        }
        int matter =
                Ledger.UP
                        | Ledger.OPEN
                        | Ledger.SPECIFIED
                        | Ledger.MAINTENANCE
                        | Ledger.EVACUATED
                        | Ledger.QUARANTINED;
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
     * How much the host of a row is to be preferred; {@link Ledger#UNFIT} when anything stands
     * against it.
     */
    public double preference(Ledger ledger, int row) {
        if ((ledger.flags(row) & flagsThatMatter) != flagsWanted) {
            return Ledger.UNFIT;
        }
        Kind kind = kind(ledger, ledger.traitsOf(row));
        if (!kind.suits) {
            return Ledger.UNFIT;
        }
        double score = ledger.score(row, need, kind.weights);
        return score == Ledger.UNFIT ? Ledger.UNFIT : kind.goal.preference(score);
    }

    /**
     * The mean over the rated resources that the host states of what would be left there, as a part
     * of what is usable, by the weights of its group: 1 when empty, 0 when full. Of a host that
     * states no rated resource with a weight, 0.
     *
     * @return {@link Ledger#UNFIT} when a resource is short
     */
    public double score(Ledger ledger, int row) {
        return ledger.score(row, need, kind(ledger, ledger.traitsOf(row)).weights);
    }

    /** How much of the resource in this column a VM takes. */
    public long need(int column) {
        return need[column];
    }

    /** Of the flags of a row those that must be as {@link #flagsWanted}. */
    public int flagsThatMatter() {
        return flagsThatMatter;
    }

    /** How the flags that matter must be. */
    public int flagsWanted() {
        return flagsWanted;
    }

    /** Whether nothing that the hosts of these traits have in common stands against it. */
    public boolean suits(Ledger ledger, int traits) {
        return kind(ledger, traits).suits;
    }

    private Kind kind(Ledger ledger, int traits) {
        if (traits >= kinds.length) {
            kinds = Arrays.copyOf(kinds, Integer.highestOneBit(traits) * 2);
        }
        Kind known = kinds[traits];
        if (known == null) {
            known = new Kind(ledger.traits(traits), requirement);
            kinds[traits] = known;
        }
        return known;
    }
}
