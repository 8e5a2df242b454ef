package io.berth.replica.domain.run;

import io.berth.contracts.ids.RelationshipId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * VMs that fail over together, in an order: the directory before the databases, these before what
 * reads them.
 *
 * @param id unique in the installation
 * @param rank among the groups of a site that fails over: the lowest goes first, of two alike the
 *     one with the smaller id
 * @param steps in their order; one begins when all VMs of the one before run, or cannot
 * @param revision rises with every change
 */
public record FailoverGroup(String id, int rank, List<Step> steps, long revision) {
    /** Most groups: people name them. */
    public static final int MAX_GROUPS = 500;

    /** Most steps of a group. */
    public static final int MAX_STEPS = 50;

    /** Most relationships of a group. */
    public static final int MAX_RELATIONSHIPS = 1000;

    /** The highest rank; the lowest is 0. */
    public static final int MAX_RANK = 1000;

    /** The longest pause before a step. */
    public static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Takes a copy. */
    public FailoverGroup {
        steps = List.copyOf(steps);
    }

    /**
     * VMs that go at the same time.
     *
     * @param pause after the step before, for what starts in the guests
     */
    public record Step(Duration pause, List<RelationshipId> relationships) {
        /** Takes a copy. */
        public Step {
            relationships = List.copyOf(relationships);
        }
    }

    /** All relationships, in the order of the steps. */
    public Stream<RelationshipId> relationships() {
        return steps.stream().flatMap(step -> step.relationships().stream());
    }
}
