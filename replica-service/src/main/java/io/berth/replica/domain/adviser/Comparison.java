package io.berth.replica.domain.adviser;

/** How a figure is held against a limit. */
public enum Comparison {
    /** Less; the limit itself is too much. */
    BELOW("below"),
    /** The limit or more. */
    AT_LEAST("at least"),
    /** Nothing else. */
    IS("exactly");

    private final String words;

    Comparison(String words) {
        this.words = words;
    }

    /** Whether the figure keeps the limit. */
    boolean holds(double figure, double limit) {
        return switch (this) {
            case BELOW -> figure < limit;
            case AT_LEAST -> figure >= limit;
            case IS -> figure == limit;
        };
    }

    /** Whether any larger figure gives the same answer. */
    boolean settledFrom(double figure, double limit) {
        return switch (this) {
            case BELOW, AT_LEAST -> figure >= limit;
            case IS -> figure > limit;
        };
    }

    /** As it stands before a limit. */
    public String words() {
        return words;
    }
}
