package io.berth.simulator.mover;

import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.mover.Root;
import io.berth.mover.wire.Outcome;
import io.berth.mover.wire.Refusal;

/** What the end of a transfer means to whoever ordered the cycle. */
final class Ends {
    private Ends() {}

    static CycleRun.Ended of(Outcome outcome, Root sent, RunReplicaCycle command) {
        long bytes = outcome.transfer().wireBytes();
        return switch (outcome) {
            case Outcome.Committed done ->
                    done.root().equals(sent)
                            ? new CycleRun.Ended(
                                    ReplicaCycleEnded.Outcome.COPIED,
                                    bytes,
                                    done.already() ? "the target had it before" : "")
                            : new CycleRun.Ended(
                                    ReplicaCycleEnded.Outcome.REFUSED_STALE_CYCLE,
                                    bytes,
                                    "%s has a cycle %s of another image"
                                            .formatted(command.target(), command.cycle()));
            case Outcome.Refused refused ->
                    new CycleRun.Ended(
                            refusal(refused.refusal().reason()),
                            bytes,
                            "%s refuses (%s): %s"
                                    .formatted(
                                            command.target(),
                                            refused.refusal().reason(),
                                            refused.refusal().detail()));
            case Outcome.TargetFailed failed ->
                    unreachable(
                            bytes,
                            "%s could not keep the cycle (%s)"
                                    .formatted(command.target(), failed.failure()));
            case Outcome.SourceFailed failed ->
                    new CycleRun.Ended(
                            ReplicaCycleEnded.Outcome.LOG_WRITE_FAILED,
                            bytes,
                            "the changed blocks cannot be read: " + failed.cause().getMessage());
            case Outcome.Distrusted distrusted ->
                    new CycleRun.Ended(
                            ReplicaCycleEnded.Outcome.NOT_TRUSTED,
                            bytes,
                            "no trust between %s and %s (%s): %s"
                                    .formatted(
                                            command.host(),
                                            command.target(),
                                            distrusted.reason(),
                                            distrusted.detail()));
            case Outcome.Broken broken ->
                    unreachable(
                            bytes,
                            "%s after %d connections: %s"
                                    .formatted(
                                            command.target(),
                                            broken.transfer().connections(),
                                            broken.cause().getMessage()));
        };
    }

    private static CycleRun.Ended unreachable(long bytes, String detail) {
        return new CycleRun.Ended(ReplicaCycleEnded.Outcome.TARGET_UNREACHABLE, bytes, detail);
    }

    private static ReplicaCycleEnded.Outcome refusal(Refusal.Reason reason) {
        return switch (reason) {
            case LACKS_COPY, WRONG_BASE, SHAPE -> ReplicaCycleEnded.Outcome.TARGET_LACKS_COPY;
            case SUPERSEDED -> ReplicaCycleEnded.Outcome.REFUSED_STALE_CYCLE;
            case FULL -> ReplicaCycleEnded.Outcome.TARGET_FULL;
            case VERSION, WRONG_HOST, NOT_EXPECTED, BUSY, UNAVAILABLE ->
                    ReplicaCycleEnded.Outcome.TARGET_UNREACHABLE;
        };
    }
}
