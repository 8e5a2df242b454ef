package io.berth.placement.domain.place;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.RatedHost;
import io.berth.placement.domain.fit.Ask;
import io.berth.placement.domain.fit.Rating;
import io.berth.placement.domain.fit.Shape;
import io.berth.placement.domain.index.Ring;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.Goal;
import java.util.Comparator;

/**
 * A host that nothing stands against, while hosts are being compared for one VM.
 *
 * @param rank how early it is preferred as an owner, the lower the better
 * @param preference by the goal of its group, the higher the better
 * @param distance on the ring, which decides between equals
 */
record Candidate(HostId host, int rank, double preference, Rating rating, long distance) {
    static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingInt(Candidate::rank)
                    .thenComparing(Comparator.comparingDouble(Candidate::preference).reversed())
                    .thenComparing(Candidate::distance, Long::compareUnsigned)
                    .thenComparing(Candidate::host);

    /** This host, as such a VM would find it. */
    static Candidate of(Ledger ledger, Ask ask, Shape shape, HostId host) {
        int row = ledger.row(host);
        double score = shape.score(ledger, row);
        Goal goal = ledger.traits(host).group().goal();
        return new Candidate(
                host,
                ask.preference(host),
                goal.preference(score),
                new Rating(score),
                Ring.distance(ask.start(), host.value()));
    }

    boolean isAsGoodAs(Candidate other) {
        return rank == other.rank && preference == other.preference;
    }

    RatedHost rated() {
        return new RatedHost(host, rating.stars(), rating.roundedScore());
    }
}
