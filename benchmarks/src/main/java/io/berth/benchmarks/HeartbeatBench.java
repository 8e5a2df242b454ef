package io.berth.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** How many beats one core can read and judge. */
final class HeartbeatBench {
    /** What one core must manage: the beats of 50,000 hosts, five times the largest fleet. */
    static final long FLOOR_BEATS_PER_SECOND = 100_000;

    private static final int[] FLEETS = {1_000, 10_000};
    private static final double BEATS_PER_HOST_AND_SECOND = 2;

    private HeartbeatBench() {}

    static Report run() {
        List<List<String>> rows = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (int hosts : FLEETS) {
            BeatReading reading = new BeatReading(hosts);
            CpuTime.Measured ceiling = measure(reading, reading::bytes);
            CpuTime.Measured folded = measure(reading, reading::decodeAndFold);
            rows.add(row("look at each byte (ceiling)", hosts, ceiling, ceiling));
            rows.add(row("decode", hosts, measure(reading, reading::decode), ceiling));
            rows.add(row("decode and fold", hosts, folded, ceiling));
            if (folded.perSecond() < FLOOR_BEATS_PER_SECOND) {
                missed.add(
                        "%,.0f beats/s with %,d hosts; the floor is %,d"
                                .formatted(folded.perSecond(), hosts, FLOOR_BEATS_PER_SECOND));
            }
        }
        return new Report(
                "heartbeats: one partition, one core, beats with a VM table in every twentieth",
                new Table(
                        List.of(
                                "",
                                "hosts",
                                "ns/beat",
                                "spread",
                                "beats/s",
                                "× ceiling",
                                "× this fleet"),
                        rows),
                List.of(
                        "Processor time of the JVM, garbage collection included.",
                        "\"× this fleet\": how many times the beats that so many hosts send, two a"
                                + " second each."),
                missed);
    }

    private static CpuTime.Measured measure(BeatReading reading, LongSupplier work) {
        return CpuTime.of(reading.beats(), work);
    }

    private static List<String> row(
            String name, int hosts, CpuTime.Measured measured, CpuTime.Measured ceiling) {
        return List.of(
                name,
                "%,d".formatted(hosts),
                "%,.0f".formatted(measured.nanos()),
                "%.0f %%".formatted(measured.spreadPercent()),
                "%,.0f".formatted(measured.perSecond()),
                "%.1f".formatted(measured.nanos() / ceiling.nanos()),
                "%,.1f".formatted(measured.perSecond() / (BEATS_PER_HOST_AND_SECOND * hosts)));
    }
}
