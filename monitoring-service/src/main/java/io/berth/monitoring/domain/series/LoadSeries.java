package io.berth.monitoring.domain.series;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.monitoring.HostLoadMeasured;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which loads become time series, so that their number stays bounded whatever the size of the
 * estate: each label costs Prometheus memory for as long as it keeps it.
 *
 * <p>Up to {@link Limits#hosts} configured hosts there is a series for each. Above, there are the
 * sums of each domain and the {@link Limits#top} most loaded hosts. Sums are there in any case; of
 * more domains than {@link Limits#domains}, the most loaded ones.
 *
 * <p><b>Worked example.</b> Limits of 500 hosts, 500 domains and 20: an estate of 400 hosts in 10
 * clusters has 400 + 10 series of each figure, one of 10,000 hosts in 200 clusters 200 + 20.
 *
 * <p><b>Complexity.</b> n log n in the hosts that were measured.
 *
 * @param hosts each with a series of its own; empty above the limit
 * @param top the most loaded hosts; empty up to the limit
 * @param domains sums
 */
public record LoadSeries(
        List<HostLoadMeasured> hosts, List<HostLoadMeasured> top, List<DomainLoad> domains) {
    private static final Comparator<HostLoadMeasured> MOST_LOADED =
            Comparator.comparingDouble(HostLoadMeasured::cpuPercent)
                    .reversed()
                    .thenComparing(HostLoadMeasured::host);

    /**
     * How many series there may be.
     *
     * @param hosts most configured hosts with a series each
     * @param domains most domains with sums
     * @param top of the most loaded hosts
     */
    public record Limits(int hosts, int domains, int top) {
        /**
         * @throws IllegalArgumentException when one is negative
         */
        public Limits {
            if (hosts < 0 || domains < 0 || top < 0) {
                throw new IllegalArgumentException(
                        "limits of series are %d hosts, %d domains and %d of the most loaded; none may be negative"
                                .formatted(hosts, domains, top));
            }
        }
    }

    /**
     * The hosts of one domain together.
     *
     * @param hosts that were measured
     * @param meanCpuPercent over those hosts, each alike
     */
    public record DomainLoad(
            DomainId domain,
            int hosts,
            double meanCpuPercent,
            double maxCpuPercent,
            long memoryMiB) {}

    public LoadSeries {
        hosts = List.copyOf(hosts);
        top = List.copyOf(top);
        domains = List.copyOf(domains);
    }

    /**
     * Chooses.
     *
     * @param loads the newest of each host
     * @param configured hosts of the whole estate, measured here or not: all instances choose alike
     */
    public static LoadSeries of(Collection<HostLoadMeasured> loads, int configured, Limits limits) {
        boolean each = configured <= limits.hosts();
        List<HostLoadMeasured> sorted = loads.stream().sorted(MOST_LOADED).toList();
        return new LoadSeries(
                each ? sorted : List.of(),
                each ? List.of() : sorted.stream().limit(limits.top()).toList(),
                domains(sorted).stream()
                        .sorted(
                                Comparator.comparingDouble(DomainLoad::meanCpuPercent)
                                        .reversed()
                                        .thenComparing(DomainLoad::domain))
                        .limit(limits.domains())
                        .toList());
    }

    private static List<DomainLoad> domains(List<HostLoadMeasured> loads) {
        Map<DomainId, List<HostLoadMeasured>> byDomain = new TreeMap<>();
        loads.forEach(
                load -> byDomain.computeIfAbsent(load.domain(), _ -> new ArrayList<>()).add(load));
        List<DomainLoad> sums = new ArrayList<>(byDomain.size());
        byDomain.forEach((domain, of) ->
                sums.add(
                        new DomainLoad(
                                domain,
                                of.size(),
                                of.stream()
                                        .mapToDouble(HostLoadMeasured::cpuPercent)
                                        .average()
                                        .orElse(0),
                                of.stream()
                                        .mapToDouble(HostLoadMeasured::cpuPercent)
                                        .max()
                                        .orElse(0),
                                of.stream().mapToLong(load -> load.memoryUsed().value()).sum())));
        return sums;
    }
}
