package io.berth.replica.domain.adviser;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of a figure with a limit: a fixed one, or a multiple of another figure.
 *
 * @param value the limit as people write it in the quantity's unit; absent where it is a multiple
 * @param multiple the limit as a multiple of another figure; absent where it is fixed
 */
public record Condition(
        Quantity quantity,
        Comparison comparison,
        @Nullable String value,
        @Nullable Multiple multiple) {
    /**
     * @throws IllegalArgumentException when it has no limit or two, or the limit is no value of the
     *     quantity
     */
    public Condition {
        Need.present("quantity", quantity);
        Need.present("comparison", comparison);
        if ((value == null) == (multiple == null)) {
            throw new IllegalArgumentException(
                    "a condition has either a value or a multiple: " + quantity);
        }
        if (value != null) {
            quantity.parse(value);
        }
    }

    /**
     * So many times another figure, and something more.
     *
     * @param times in units of the one for each unit of the other
     * @param plus in the unit of the limited quantity; absent for nothing
     */
    public record Multiple(Quantity of, double times, @Nullable Double plus) {
        /**
         * @throws IllegalArgumentException when the factor is not above zero, or the rest is below
         *     zero
         */
        public Multiple {
            Need.present("of", of);
            if (!(times > 0) || !Double.isFinite(times)) {
                throw new IllegalArgumentException("times is " + times + "; it must be above 0");
            }
            if (plus != null && !(plus >= 0 && Double.isFinite(plus))) {
                throw new IllegalArgumentException("plus is " + plus + "; it must be 0 or more");
            }
        }
    }

    /** What came of holding it against a situation. */
    public sealed interface Result {
        /** It holds. */
        record Holds(Figure given, double limit) implements Result {}

        /** It does not. */
        record Fails(Figure given, double limit) implements Result {}

        /**
         * A figure is missing or only known to be at least so much.
         *
         * @param missing the figure that would settle it
         * @param limit absent where it is this that cannot be told
         */
        record Open(Quantity missing, @Nullable Double limit) implements Result {}
    }

    /** Holds it against a situation. */
    public Result in(Situation situation) {
        Double limit = limit(situation).orElse(null);
        if (limit == null) {
            return new Result.Open(limiting(), null);
        }
        Optional<Figure> known = situation.figure(quantity);
        if (known.isEmpty()) {
            return new Result.Open(quantity, limit);
        }
        Figure given = known.get();
        if (given.origin() == Origin.LOWER_BOUND && !comparison.settledFrom(given.value(), limit)) {
            return new Result.Open(quantity, limit);
        }
        return comparison.holds(given.value(), limit)
                ? new Result.Holds(given, limit)
                : new Result.Fails(given, limit);
    }

    private Optional<Double> limit(Situation situation) {
        if (multiple == null) {
            return Optional.of(quantity.parse(String.valueOf(value)));
        }
        double rest = multiple.plus() == null ? 0 : multiple.plus();
        return situation
                .figure(multiple.of())
                .map(figure -> figure.value() * multiple.times() + rest);
    }

    private Quantity limiting() {
        return multiple == null ? quantity : multiple.of();
    }
}
