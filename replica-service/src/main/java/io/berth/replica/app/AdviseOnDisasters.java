package io.berth.replica.app;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.replica.app.MeasuredLinks.End;
import io.berth.replica.app.MeasuredLinks.Reading;
import io.berth.replica.domain.Located;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.Verdict;
import io.berth.replica.domain.adviser.Advice;
import io.berth.replica.domain.adviser.Adviser;
import io.berth.replica.domain.adviser.Figure;
import io.berth.replica.domain.adviser.Origin;
import io.berth.replica.domain.adviser.Quantity;
import io.berth.replica.domain.adviser.Seeds;
import io.berth.replica.domain.adviser.Situation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which protection against the loss of a site fits. Changes nothing and keeps nothing. */
@ApplicationScoped
public class AdviseOnDisasters {
    private final Seeds seeds;
    private final MeasuredLinks links;
    private final Estate estate;

    AdviseOnDisasters(Seeds seeds, MeasuredLinks links, Estate estate) {
        this.seeds = seeds;
        this.links = links;
        this.estate = estate;
    }

    /** The two ends of the link that is to be looked up. */
    public record Ends(End primary, End replica) {}

    /**
     * Advice, and what was found out of the link.
     *
     * @param link absent where the request named no ends
     */
    public record Answer(Advice advice, @Nullable Reading link) {}

    /**
     * Judges all solutions. Of a measured and a stated bandwidth the lesser is taken: hosts measure
     * their own networks, and the line between the sites may be narrower, but the path cannot carry
     * more than its ends.
     *
     * @param ends absent where no link is to be looked up
     */
    public Verdict<Answer> advise(List<Figure> stated, @Nullable Ends ends) {
        Reading reading = null;
        List<Figure> figures = new ArrayList<>(stated);
        if (ends != null) {
            List<Located> refusals = refusals(ends);
            if (!refusals.isEmpty()) {
                return new Verdict.Refused<>(refusals);
            }
            reading = links.between(ends.primary(), ends.replica());
            bandwidth(figures, reading);
        }
        return switch (Situation.of(figures)) {
            case Verdict.Refused<Situation>(List<Located> refusals) ->
                    new Verdict.Refused<>(refusals);
            case Verdict.Accepted<Situation>(Situation situation) ->
                    new Verdict.Accepted<>(new Answer(Adviser.advise(seeds, situation), reading));
        };
    }

    private static void bandwidth(List<Figure> figures, Reading reading) {
        switch (reading) {
            case Reading.Unmeasured _ -> {}
            case Reading.Measured(long mbit, HostId narrowest, Instant at) -> {
                Optional<Figure> stated =
                        figures.stream()
                                .filter(figure -> figure.quantity() == Quantity.BANDWIDTH)
                                .findFirst();
                if (stated.isPresent() && stated.get().value() <= mbit) {
                    return;
                }
                stated.ifPresent(figures::remove);
                figures.add(
                        new Figure(
                                Quantity.BANDWIDTH,
                                mbit,
                                Origin.MEASURED,
                                "the narrowest end, host " + narrowest + ", at " + at));
            }
        }
    }

    private List<Located> refusals(Ends ends) {
        List<Located> refusals = new ArrayList<>();
        if (ends.primary().equals(ends.replica())) {
            refusals.add(
                    new Located("/link", new ReplicaRefusal.SameEnds(ends.primary().toString())));
        }
        exists("/link/primary", ends.primary(), refusals);
        exists("/link/replica", ends.replica(), refusals);
        return refusals;
    }

    private void exists(String pointer, End end, List<Located> refusals) {
        switch (end) {
            case End.OfHost(HostId host) -> {
                if (estate.domainOf(host).isEmpty()) {
                    refusals.add(
                            new Located(pointer + "Host", new ReplicaRefusal.UnknownHost(host)));
                }
            }
            case End.OfSite(SiteId site) -> {
                if (estate.hostsOf(site).isEmpty()) {
                    refusals.add(
                            new Located(pointer + "Site", new ReplicaRefusal.UnknownSite(site)));
                }
            }
        }
    }
}
