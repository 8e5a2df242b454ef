package io.berth.benchmarks;

import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import java.util.List;

/** How long a death goes unnoticed, in log time. */
final class DetectionBench {
    /** Beside the threshold: what a step of the fold and a lost acknowledgement may cost. */
    static final Duration ALLOWANCE = Duration.ofSeconds(1);

    private static final double MILLIS = 1000.0;

    private DetectionBench() {}

    /**
     * @param runs how many deaths, each in a log of its own
     * @param seed of the first log; the others follow
     */
    static Report run(int runs, long seed) {
        double[] sinceAcknowledged = new double[runs];
        double[] sinceAppended = new double[runs];
        for (int i = 0; i < runs; i++) {
            DeathLog.Death death = DeathLog.simulate(seed + i);
            HostFailed failed = death.failed();
            sinceAcknowledged[i] =
                    Duration.between(death.lastAcknowledged(), failed.logTime()).toMillis()
                            / MILLIS;
            sinceAppended[i] =
                    Duration.between(failed.lastBeat(), failed.logTime()).toMillis() / MILLIS;
        }
        double threshold = LeaseTimings.DEFAULT.threshold().toMillis() / MILLIS;
        double limit = threshold + ALLOWANCE.toMillis() / MILLIS;
        Sample acknowledged = new Sample(sinceAcknowledged);
        return new Report(
                "detection: %,d simulated deaths, seeds %d to %d"
                        .formatted(runs, seed, seed + runs - 1),
                new Table(
                        List.of("s of log time until HostFailed", "p50", "p99", "max", "limit"),
                        List.of(
                                row("since the last acknowledged beat", acknowledged, limit),
                                row(
                                        "since the last appended beat",
                                        new Sample(sinceAppended),
                                        limit))),
                List.of("The threshold is %.1f s.".formatted(threshold)),
                acknowledged.max() <= limit
                        ? List.of()
                        : List.of(
                                "%.3f s at most; the limit is %.1f s"
                                        .formatted(acknowledged.max(), limit)));
    }

    private static List<String> row(String name, Sample sample, double limit) {
        return List.of(
                name,
                "%.3f".formatted(sample.percentile(50)),
                "%.3f".formatted(sample.percentile(99)),
                "%.3f".formatted(sample.max()),
                "%.1f".formatted(limit));
    }
}
