package io.berth.replica.domain;

import java.util.List;

/** What came of deciding about a change: what to do, or every reason against it. */
public sealed interface Verdict<T> {
    /** The change is in order; this is what to save and publish. */
    record Accepted<T>(T value) implements Verdict<T> {}

    /**
     * The change breaks at least one rule.
     *
     * @param refusals all broken rules, in the order of the request
     */
    record Refused<T>(List<Located> refusals) implements Verdict<T> {
        /**
         * @throws IllegalArgumentException when there is no reason
         */
        public Refused {
            if (refusals.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
            refusals = List.copyOf(refusals);
        }
    }

    /** Refused for one reason that concerns the request as a whole. */
    static <T> Verdict<T> refused(ReplicaRefusal refusal) {
        return new Refused<>(List.of(new Located("", refusal)));
    }
}
