package io.berth.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What deciding costs when a host is lost, apart from storing and sending it. */
final class ReplacementBench {
    private static final int[] LOST = {1, 100, 1000};
    private static final double NANOS_PER_MICRO = 1000;

    private ReplacementBench() {}

    static Report run() {
        List<List<String>> rows = new ArrayList<>();
        CpuTime.@Nullable Measured one = null;
        for (int vms : LOST) {
            LossOfAHost loss = new LossOfAHost(vms);
            long placed = LossOfAHost.placed(loss.decide());
            CpuTime.Measured measured = CpuTime.of(1, () -> LossOfAHost.placed(loss.decide()));
            one = one == null ? measured : one;
            double micros = measured.nanos() / NANOS_PER_MICRO;
            rows.add(
                    List.of(
                            "VMs on the dead host: %,d".formatted(vms),
                            "%,d".formatted(placed),
                            "%,.0f".formatted(micros),
                            "%.0f %%".formatted(measured.spreadPercent()),
                            "%.1f".formatted(micros / vms),
                            "%,.1f".formatted(measured.nanos() / one.nanos())));
        }
        return new Report(
                "placement: one host of 12 fails; the decision with all explanations, in memory",
                new Table(List.of("", "placed", "µs", "spread", "µs/VM", "× one VM"), rows),
                List.of("Processor time of the JVM, garbage collection included."),
                List.of());
    }
}
