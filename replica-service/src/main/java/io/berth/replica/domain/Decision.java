package io.berth.replica.domain;

import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.replica.ReplicaEvent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the rules want done about one relationship. Nothing is done by deciding. */
public sealed interface Decision {
    /**
     * A cycle is ordered.
     *
     * @param merged slots that passed before and are served by it, too
     * @param late how long after the moment at which it could have been ordered
     */
    record Ordered(
            Relationship after,
            RunReplicaCycle order,
            long merged,
            Duration late,
            List<ReplicaEvent> events)
            implements Decision {
        /** Takes a copy. */
        public Ordered {
            events = List.copyOf(events);
        }
    }

    /** Nothing is ordered or ended; it is looked at again at another time. */
    record Rescheduled(Relationship after) implements Decision {}

    /**
     * The running cycle is over.
     *
     * @param ended completed or failed, as it says itself
     */
    record Ended(Relationship after, EndedCycle ended, List<ReplicaEvent> events)
            implements Decision {
        /** Takes a copy. */
        public Ended {
            events = List.copyOf(events);
        }
    }

    /** An answer that changes nothing. */
    record Ignored(Reason reason) implements Decision {
        /** Why it changes nothing. */
        public enum Reason {
            /** The cycle that it answers is over. */
            CYCLE_CLOSED,
            /** The relationship was removed. */
            NO_RELATIONSHIP;

            /** As it stands in metrics. */
            public String label() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }
}
