package io.berth.replica.domain.adviser;

import java.util.List;
import java.util.Optional;

/**
 * What was advised.
 *
 * @param solutions what fits first, then what cannot be told, then what does not fit; among equals
 *     in the order of the seeds
 * @param beside what is recommended whatever is chosen
 */
public record Advice(
        Seeds seeds, Situation situation, List<Assessment> solutions, List<Caveat> beside) {
    /** Whether a solution fits; the best comes first. */
    public enum Fit {
        /** All that it needs is there. */
        FITS,
        /** Nothing speaks against it, but figures are missing. */
        UNDECIDED,
        /** Something that it needs is not there. */
        DOES_NOT_FIT
    }

    /** One need of a solution, held against the situation. */
    public record Reason(Need need, Condition.Result result) {}

    /**
     * One solution, judged.
     *
     * @param reasons all of its needs that exist here, in the order of the seeds
     */
    public record Assessment(
            Solution solution, Fit fit, List<Reason> reasons, List<Caveat> caveats) {}

    /** The first that fits; empty where none does for certain. */
    public Optional<Solution> recommended() {
        return solutions.stream()
                .filter(assessment -> assessment.fit() == Fit.FITS)
                .map(Assessment::solution)
                .findFirst();
    }
}
