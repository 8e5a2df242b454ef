package io.berth.replica.domain.adviser;

import io.berth.replica.domain.Located;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.Verdict;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the two sites, with what follows from it. A figure that nobody gave is absent,
 * and no rule takes it for zero; questions of yes or no that may be passed over are the caller's to
 * fill in.
 */
public final class Situation {
    /**
     * Kilometres that light goes in a millisecond in a fibre, whose index of refraction is 1.468
     * (ITU-T G.652): 299,792 / 1.468 / 1000.
     */
    static final double FIBRE_KM_PER_MS = 204.2;

    private static final double MBIT_PER_GIB = 1024.0 * 1024 * 1024 * 8 / 1e6;
    private static final double SECONDS_PER_DAY = 86_400;

    private final Map<Quantity, Figure> figures;

    private Situation(Map<Quantity, Figure> figures) {
        this.figures = figures;
    }

    /**
     * The situation of which these figures are known. Derived are: the change as a rate, the time
     * of an initial copy, and where the round trip is not known but the distance is, the time that
     * light takes, as a lower bound. Refused is a round trip that no signal can make over the
     * distance.
     *
     * @throws IllegalArgumentException when a quantity has two figures
     */
    public static Verdict<Situation> of(Collection<Figure> known) {
        Map<Quantity, Figure> figures = new EnumMap<>(Quantity.class);
        for (Figure figure : known) {
            if (figures.put(figure.quantity(), figure) != null) {
                throw new IllegalArgumentException("two figures of " + figure.quantity());
            }
        }
        Figure distance = figures.get(Quantity.DISTANCE);
        if (distance != null) {
            double least = 2 * distance.value() / FIBRE_KM_PER_MS;
            Figure roundTrip = figures.get(Quantity.ROUND_TRIP);
            if (roundTrip == null) {
                derive(
                        figures,
                        Quantity.ROUND_TRIP,
                        least,
                        Origin.LOWER_BOUND,
                        "light in a fibre of this length; no round trip is known");
            } else if (roundTrip.value() < least) {
                return new Verdict.Refused<>(
                        List.of(
                                new Located(
                                        "/link/roundTripMs",
                                        new ReplicaRefusal.FasterThanLight(
                                                roundTrip.value(), least, distance.value()))));
            }
        }
        Figure change = figures.get(Quantity.DAILY_CHANGE);
        if (change != null) {
            derive(
                    figures,
                    Quantity.CHANGE_RATE,
                    change.value() * MBIT_PER_GIB / SECONDS_PER_DAY,
                    Origin.DERIVED,
                    "the daily change, evenly over the day");
        }
        Figure data = figures.get(Quantity.DATA);
        Figure bandwidth = figures.get(Quantity.BANDWIDTH);
        if (data != null && bandwidth != null) {
            derive(
                    figures,
                    Quantity.INITIAL_COPY,
                    data.value() * MBIT_PER_GIB / bandwidth.value(),
                    Origin.DERIVED,
                    "all data over the whole link");
        }
        return new Verdict.Accepted<>(new Situation(figures));
    }

    private static void derive(
            Map<Quantity, Figure> figures,
            Quantity quantity,
            double value,
            Origin origin,
            String from) {
        figures.put(quantity, new Figure(quantity, value, origin, from));
    }

    /** A figure; empty where it is not known. */
    public Optional<Figure> figure(Quantity quantity) {
        return Optional.ofNullable(figures.get(quantity));
    }

    /** All figures, in the order of the quantities. */
    public List<Figure> figures() {
        return List.copyOf(figures.values());
    }
}
