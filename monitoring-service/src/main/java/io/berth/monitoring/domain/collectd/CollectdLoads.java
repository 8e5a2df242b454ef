package io.berth.monitoring.domain.collectd;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums up what collectd measures on hosts until it is published.
 *
 * <p>Processor load is taken from {@code cpu} or {@code aggregation} of type {@code percent}: what
 * is {@code active}, or 100 less what is {@code idle}, over all cores that report. Memory is {@code
 * memory} that is {@code used}. Everything else is somebody else's business.
 *
 * <p>Soft state: at most one entry for each host of the inventory. Not safe for several threads.
 */
public final class CollectdLoads {
    private static final double ALL = 100;
    private static final double BYTES_PER_MIB = 1024.0 * 1024.0;

    /** An exbibyte, the most that a memory can be; more is a broken plugin. */
    private static final double MAX_MIB = 1L << 40;

    private final Map<HostId, Sum> sums = new HashMap<>();

    private static final class Sum {
        private double cpu;
        private long cpuSamples;
        private double memory;
        private long memorySamples;
    }

    /**
     * The mean of what was measured.
     *
     * @param samples of the processor
     */
    public record Load(HostId host, double cpuPercent, MiB memory, long samples) {}

    /** What became of a sample. */
    public enum Use {
        /** It counts. */
        COUNTED,
        /** It says nothing of processor or memory, or has no value that makes sense. */
        PASSED_BY
    }

    /** Takes up a sample of a host. */
    public Use add(HostId host, Sample sample) {
        if (sample.values().size() != 1) {
            return Use.PASSED_BY;
        }
        double value = sample.values().getFirst();
        if (isCpu(sample) && value >= 0 && value <= ALL) {
            Sum sum = sums.computeIfAbsent(host, _ -> new Sum());
            sum.cpu += sample.typeInstance().equals("idle") ? ALL - value : value;
            sum.cpuSamples++;
            return Use.COUNTED;
        }
        if (isMemory(sample) && value >= 0 && value / BYTES_PER_MIB <= MAX_MIB) {
            Sum sum = sums.computeIfAbsent(host, _ -> new Sum());
            sum.memory += value / BYTES_PER_MIB;
            sum.memorySamples++;
            return Use.COUNTED;
        }
        return Use.PASSED_BY;
    }

    private static boolean isCpu(Sample sample) {
        return (sample.plugin().equals("cpu") || sample.plugin().equals("aggregation"))
                && sample.type().equals("percent")
                && (sample.typeInstance().equals("idle") || sample.typeInstance().equals("active"));
    }

    private static boolean isMemory(Sample sample) {
        return sample.plugin().equals("memory")
                && sample.type().equals("memory")
                && sample.typeInstance().equals("used");
    }

    /**
     * The loads of all hosts of which both processor and memory were measured since they were last
     * asked for; what only has one of them waits for the other.
     */
    public List<Load> drain() {
        List<Load> loads = new ArrayList<>();
        sums.entrySet()
                .removeIf(entry -> {
                    Sum sum = entry.getValue();
                    if (sum.cpuSamples == 0 || sum.memorySamples == 0) {
                        return false;
                    }
                    loads.add(
                            new Load(
                                    entry.getKey(),
                                    sum.cpu / sum.cpuSamples,
                                    new MiB(Math.round(sum.memory / sum.memorySamples)),
                                    sum.cpuSamples));
                    return true;
                });
        return loads;
    }
}
