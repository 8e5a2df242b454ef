package io.berth.replica.domain;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How well a relationship does.
 *
 * @param status the worst of its reasons; {@code NORMAL} without any
 * @param reasons all that apply, the worst first
 */
public record Health(Status status, List<Reason> reasons) {
    /** From good to bad. */
    public enum Status {
        /** It replicates as agreed. */
        NORMAL,
        /** Somebody should look at it. */
        WARNING,
        /** It does not protect its VM as agreed. */
        CRITICAL;

        /** As it stands in metrics and queries. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Takes a copy. */
    public Health {
        reasons = List.copyOf(reasons);
    }

    /** Why it is not normal, with the figures. */
    public sealed interface Reason {
        /** How bad it is. */
        Status status();

        /** Stable, for programs. */
        String code();

        /** For people, with the figures. */
        String detail();

        /** The target's copy cannot be continued. */
        record ResyncRequired(Duration since) implements Reason {
            @Override
            public Status status() {
                return Status.CRITICAL;
            }

            @Override
            public String code() {
                return "resync-required";
            }

            @Override
            public String detail() {
                return "For "
                        + since
                        + " the copy cannot be continued; what changes is not protected until"
                        + " everything was copied again";
            }
        }

        /** The target has not been reached for at least three intervals. */
        record TargetUnreachable(Duration since, Duration limit) implements Reason {
            @Override
            public Status status() {
                return Status.CRITICAL;
            }

            @Override
            public String code() {
                return "target-unreachable";
            }

            @Override
            public String detail() {
                return "The target has been unreachable for " + since + "; the limit is " + limit;
            }
        }

        /** At this pace the log of changes will be too large before long. */
        record LogGrows(
                long pendingBytes,
                long limitBytes,
                long changedPerSecond,
                long sentPerSecond,
                Duration left)
                implements Reason {
            @Override
            public Status status() {
                return Status.WARNING;
            }

            @Override
            public String code() {
                return "log-grows";
            }

            @Override
            public String detail() {
                return "%,d bytes of changes are pending; the VM changes %,d bytes/s and the link took %,d bytes/s: at this pace the limit of %,d bytes is reached in %s, and everything must be copied again"
                        .formatted(pendingBytes, changedPerSecond, sentPerSecond, limitBytes, left);
            }
        }

        /** There is no whole copy yet. */
        record InitialCopyIncomplete(Duration since) implements Reason {
            @Override
            public Status status() {
                return Status.WARNING;
            }

            @Override
            public String code() {
                return "initial-copy-incomplete";
            }

            @Override
            public String detail() {
                return "The initial copy has not arrived " + since + " after the creation";
            }
        }

        /** An operator holds it. */
        record Paused(Duration since) implements Reason {
            @Override
            public Status status() {
                return Status.WARNING;
            }

            @Override
            public String code() {
                return "paused";
            }

            @Override
            public String detail() {
                return "An operator paused it " + since + " ago";
            }
        }

        /** Too many cycles of the last hour did not happen or failed. */
        record CyclesMissed(long missed, long total, long limitPercent) implements Reason {
            @Override
            public Status status() {
                return Status.WARNING;
            }

            @Override
            public String code() {
                return "cycles-missed";
            }

            @Override
            public String detail() {
                return "Of "
                        + total
                        + " cycles of the last hour "
                        + missed
                        + " were missed or failed; the limit is "
                        + limitPercent
                        + " %";
            }
        }

        /** No delta has arrived for long. */
        record NothingSent(Duration since, Duration limit) implements Reason {
            @Override
            public Status status() {
                return Status.WARNING;
            }

            @Override
            public String code() {
                return "nothing-sent";
            }

            @Override
            public String detail() {
                return "The newest state at the target is " + since + " old; the limit is " + limit;
            }
        }
    }
}
