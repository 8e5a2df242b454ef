package io.berth.monitoring.domain.enrolment;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * From when to when a certificate holds, and when its agent asks for the next one.
 *
 * @param renewAfter two thirds of its life: with thirty days, ten are left in which the service may
 *     be away
 */
public record Validity(Instant notBefore, Instant notAfter, Instant renewAfter) {
    /** Clocks of agents may be behind. */
    static final Duration BEFORE = Duration.ofMinutes(5);

    /** A certificate for less is of no use to anybody. */
    static final Duration LEAST = Duration.ofHours(1);

    /**
     * Of a certificate that is made now. It never outlives its authority.
     *
     * @param authorityEnds when the authority's own certificate ends
     * @return empty when that is so soon that less than {@link #LEAST} is left
     */
    public static Optional<Validity> of(Instant now, Duration life, Instant authorityEnds) {
        Instant from = now.truncatedTo(ChronoUnit.SECONDS);
        Instant wanted = from.plus(life);
        Instant end = wanted.isAfter(authorityEnds) ? authorityEnds : wanted;
        Duration real = Duration.between(from, end);
        if (real.compareTo(LEAST) < 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Validity(
                        from.minus(BEFORE), end, from.plus(real.multipliedBy(2).dividedBy(3))));
    }
}
