package io.berth.monitoring.domain.series;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmPower;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which guests become time series, so that their number stays bounded whatever the size of the
 * estate.
 *
 * <p>Up to {@link Limits#vms} virtual machines in the inventory there is a series for each. In any
 * case there are the sums of each domain, of more than {@link Limits#domains} those with most
 * silent guests, and the {@link Limits#top} guests that have been silent for longest.
 *
 * <p>No series names a host: a VM that moves would begin a new one each time.
 *
 * <p><b>Worked example.</b> Limits of 2,000, 500 and 20: an estate of 400 VMs in 10 clusters has
 * 400 series of each figure of a VM, one of 250,000 VMs in 200 clusters none; both have sums for
 * each cluster and at most 20 silent guests.
 *
 * <p><b>Complexity.</b> n log n in the domains.
 *
 * @param vms each with series of its own; empty above the limit
 * @param silent longest, at most
 * @param domains sums
 */
public record VmSeries(List<Vm> vms, List<Silent> silent, List<Sum> domains) {
    private static final Comparator<Sum> MOST_SILENT =
            Comparator.comparingLong(Sum::silent)
                    .thenComparingLong(Sum::vms)
                    .reversed()
                    .thenComparing(Sum::domain);
    private static final Comparator<Silent> LONGEST =
            Comparator.comparing(Silent::silentFor).reversed().thenComparing(Silent::vm);

    /** What its host says of a VM. */
    public record Vm(VmId vm, DomainId domain, VmPower power, IntegrationHeartbeat heartbeat) {}

    /** A guest that does not answer, and was told of. */
    public record Silent(VmId vm, DomainId domain, Duration silentFor) {}

    /**
     * The VMs of one domain together.
     *
     * @param vms that its hosts tell of; one that moves may count twice for a moment
     * @param running of those
     * @param answering guests of those that run
     * @param silent guests of those that run: without contact, or lost
     */
    public record Sum(DomainId domain, long vms, long running, long answering, long silent) {}

    /**
     * How many series there may be.
     *
     * @param vms most VMs in the inventory with series of their own
     * @param domains most domains with sums
     * @param top of the guests that have been silent for longest
     */
    public record Limits(int vms, int domains, int top) {
        /**
         * @throws IllegalArgumentException when one is negative
         */
        public Limits {
            if (vms < 0 || domains < 0 || top < 0) {
                throw new IllegalArgumentException(
                        "limits of series are %d VMs, %d domains and %d silent guests; none may be negative"
                                .formatted(vms, domains, top));
            }
        }

        /**
         * Whether each VM has series of its own.
         *
         * @param known VMs in the inventory: all instances choose alike
         * @param complete whether that is all that inventory has
         */
        public boolean each(int known, boolean complete) {
            return complete && known <= vms;
        }
    }

    public VmSeries {
        vms = List.copyOf(vms);
        silent = List.copyOf(silent);
        domains = List.copyOf(domains);
    }

    /**
     * Chooses.
     *
     * @param vms none where not each has series of its own
     */
    public static VmSeries of(
            Collection<Vm> vms, Collection<Silent> silent, Collection<Sum> domains, Limits limits) {
        return new VmSeries(
                vms.stream().limit(limits.vms()).toList(),
                silent.stream().sorted(LONGEST).limit(limits.top()).toList(),
                domains.stream().sorted(MOST_SILENT).limit(limits.domains()).toList());
    }
}
