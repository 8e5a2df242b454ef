package io.berth.replica.domain.adviser;

/**
 * One figure of a situation.
 *
 * @param value in the unit of the quantity
 * @param from where it comes from, in words
 */
public record Figure(Quantity quantity, double value, Origin origin, String from) {
    /**
     * @throws IllegalArgumentException when the value is beyond the bounds of the quantity
     */
    public Figure {
        quantity.checked(value);
    }

    /** As people read it. */
    public String text() {
        return (origin == Origin.LOWER_BOUND ? "at least " : "") + quantity.format(value);
    }
}
