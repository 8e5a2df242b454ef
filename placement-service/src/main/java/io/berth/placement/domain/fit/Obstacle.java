package io.berth.placement.domain.fit;

import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.placement.Refusal;
import io.berth.placement.domain.ledger.CorePercent;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.vm.Resource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One reason why a host may not take a VM, with its numbers. A host is told all of them. */
public sealed interface Obstacle {
    /** The soft rule that it comes from; null when no administrator can override it. */
    default @Nullable SoftRule rule() {
        return null;
    }

    /** Whether no administrator can override it. */
    default boolean hard() {
        return rule() == null;
    }

    /** Whether the host would take the VM if it had more left. */
    default boolean isShortage() {
        return this instanceof InsufficientMemory
                || this instanceof InsufficientCpu
                || this instanceof InsufficientDisk
                || this instanceof InsufficientIops
                || this instanceof InsufficientNetwork;
    }

    /** As it stands in a decision. */
    Refusal toRefusal();

    /** Too little of a resource outside the reserve; figures in its unit. */
    static Obstacle insufficient(Resource resource, long required, long available) {
        return switch (resource) {
            case MEMORY -> new InsufficientMemory(new MiB(required), available);
            case CPU -> new InsufficientCpu(new CorePercent(required), available);
            case DISK -> new InsufficientDisk(required, available);
            case IOPS -> new InsufficientIops(required, available);
            case NETWORK -> new InsufficientNetwork(required, available);
        };
    }

    /**
     * Too little memory outside the reserve.
     *
     * @param available in MiB; negative when the host is already short
     */
    record InsufficientMemory(MiB required, long available) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return counted(
                    "insufficient-memory",
                    required.value(),
                    available,
                    "MiB",
                    "needs %d MiB, %d MiB are left outside the reserve"
                            .formatted(required.value(), available));
        }
    }

    /**
     * Too little processing outside the reserve.
     *
     * @param available in percent of a core; negative when the host is already short
     */
    record InsufficientCpu(CorePercent required, long available) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return counted(
                    "insufficient-cpu",
                    required.value(),
                    available,
                    "percent-of-core",
                    "needs %d %% of a core, %d %% are left outside the reserve"
                            .formatted(required.value(), available));
        }
    }

    /**
     * Too little room on the host's own disks outside the reserve.
     *
     * @param required in MiB; more than any host has, possibly
     * @param available in MiB; negative when the host is already short
     */
    record InsufficientDisk(long required, long available) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return counted(
                    "insufficient-disk",
                    required,
                    available,
                    "MiB",
                    "needs %d MiB of the host's own disks, %d MiB are left outside the reserve"
                            .formatted(required, available));
        }
    }

    /**
     * Too few operations per second of the host's own disks outside the reserve.
     *
     * @param available in operations per second; negative when the host is already short
     */
    record InsufficientIops(long required, long available) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return counted(
                    "insufficient-iops",
                    required,
                    available,
                    "IOPS",
                    "needs %d IOPS, %d are left outside the reserve"
                            .formatted(required, available));
        }
    }

    /**
     * Too little network capacity outside the reserve.
     *
     * @param available in Mbit/s; negative when the host is already short
     */
    record InsufficientNetwork(long required, long available) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return counted(
                    "insufficient-network",
                    required,
                    available,
                    "Mbit/s",
                    "needs %d Mbit/s, %d Mbit/s are left outside the reserve"
                            .formatted(required, available));
        }
    }

    /**
     * Only other hosts may run the VM.
     *
     * @param owners all that may
     * @param unknown those of them that are not known here
     */
    record NotAPossibleOwner(List<HostId> owners, List<HostId> unknown) implements Obstacle {
        /** Takes copies. */
        public NotAPossibleOwner {
            owners = List.copyOf(owners);
            unknown = List.copyOf(unknown);
        }

        @Override
        public Refusal toRefusal() {
            String none = unknown.isEmpty() ? "" : "; not known here: " + some(unknown);
            return uncounted(
                    "not-a-possible-owner", true, "only " + some(owners) + " may run it" + none);
        }
    }

    /** No switch of the host carries these networks, which the VM is connected to. */
    record MissingNetworks(List<LogicalNetworkId> networks) implements Obstacle {
        /** Takes a copy. */
        public MissingNetworks {
            networks = List.copyOf(networks);
        }

        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "missing-network", true, "no switch of the host carries " + some(networks));
        }
    }

    /** The VM has run under another hypervisor, and its disks are made for that one. */
    record HypervisorMismatch(HypervisorKind required, HypervisorKind found) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "hypervisor-mismatch",
                    true,
                    "the VM runs under %s, the host has %s".formatted(required, found));
        }
    }

    /** A running VM never moves between the processors of two vendors. */
    record ProcessorVendorDiffers(ProcessorVendor required, ProcessorVendor found)
            implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "processor-vendor",
                    true,
                    "the VM was started on %s, the host has %s; it can be stopped and started there"
                            .formatted(required, found));
        }
    }

    /** A running VM goes on using the features that it was shown when it was started. */
    record ProcessorFeaturesMissing(List<String> features) implements Obstacle {
        /** Takes a copy. */
        public ProcessorFeaturesMissing {
            features = List.copyOf(features);
        }

        @Override
        public Refusal toRefusal() {
            return counted(
                    "processor-features",
                    features.size(),
                    0,
                    "features",
                    "the VM uses %s, which the host's processor does not offer"
                            .formatted(some(features)));
        }
    }

    /** A running VM needs certain features, and nobody has said what the host's processor has. */
    record ProcessorUnknown() implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "processor-unknown", true, "the host's processor is not stated in inventory");
        }
    }

    /** This guest may not have so many virtual processors on this host. */
    record TooManyVcpus(String guest, int vcpus, int most) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return counted(
                    "guest-vcpu-limit",
                    vcpus,
                    most,
                    "vCPUs",
                    "%d virtual processors; %s may have at most %d on this host"
                            .formatted(vcpus, guest, most));
        }
    }

    /** Another VM of the same anti-affinity set holds room there. */
    record AntiAffinity(String set, VmId with) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "anti-affinity",
                    true,
                    "VM %s of anti-affinity set %s is there".formatted(with, set));
        }
    }

    /** The VM is on this very host and is to go to another. */
    record AlreadyThere() implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted("already-there", true, "the VM is on this host and is to leave it");
        }
    }

    /** The monitor does not say that it is up. */
    record HostNotUp(HostStatus status) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted("host-not-up", true, "the host is " + status + ", not UP");
        }
    }

    /** Its agent has not yet reported a grant in force. */
    record HostAwaitsTenure() implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "host-awaits-tenure",
                    true,
                    "the agent has not reported that its grant is in force");
        }
    }

    /** An administrator keeps VMs away from it. */
    record InMaintenance() implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted("maintenance", true, "the host is in maintenance");
        }
    }

    /** Inventory has not said what the host is. */
    record SpecificationUnknown() implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "specification-unknown", true, "inventory has no specification of the host");
        }
    }

    /** It has failed to start this VM since it was last asked for or lost. */
    record ExcludedAfterFailedStart() implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "excluded-after-failed-start", true, "the host failed to start this VM before");
        }
    }

    /** As many hosts as are tried in a row have failed to start this VM. */
    record StartAttemptsExhausted(int made) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "start-attempts-exhausted",
                    true,
                    "%d hosts in a row failed to start this VM".formatted(made));
        }
    }

    /** Nobody could take over a highly available VM from a host that stands alone. */
    record HighAvailabilityNeedsCluster() implements Obstacle {
        @Override
        public SoftRule rule() {
            return SoftRule.HIGH_AVAILABILITY_NEEDS_CLUSTER;
        }

        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "ha-needs-cluster",
                    false,
                    "a highly available VM needs a cluster; the host stands alone");
        }
    }

    /**
     * Some combination of failures that the cluster's reserve allows for would leave too little for
     * the VMs that it has already.
     *
     * @param cluster absent when the host is of none
     */
    record OverCommittedCluster(@Nullable ClusterId cluster) implements Obstacle {
        @Override
        public SoftRule rule() {
            return SoftRule.OVER_COMMITTED_CLUSTER;
        }

        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "over-committed-cluster",
                    false,
                    "cluster %s is over-committed".formatted(cluster));
        }
    }

    /** An administrator has forced a host in that the support matrix does not list as supported. */
    record UnsupportedHost(SupportStanding standing) implements Obstacle {
        @Override
        public SoftRule rule() {
            return SoftRule.UNSUPPORTED_HOST;
        }

        @Override
        public Refusal toRefusal() {
            return uncounted("unsupported-host", false, "the host was forced in as " + standing);
        }
    }

    /**
     * The VM is to share a host with another one of its affinity set, and that one is elsewhere.
     *
     * @param at where
     */
    record Affinity(String set, VmId with, HostId at) implements Obstacle {
        @Override
        public SoftRule rule() {
            return SoftRule.AFFINITY;
        }

        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "affinity",
                    false,
                    "VM %s of affinity set %s is on host %s".formatted(with, set, at));
        }
    }

    /** The first few, and how many more. */
    private static String some(Collection<?> things) {
        int shown = 4;
        String first =
                things.stream()
                        .limit(shown)
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        return things.size() <= shown
                ? first
                : first + " and %d more".formatted(things.size() - shown);
    }

    /** The monitor keeps VMs away, because it fails again and again. */
    record Quarantined() implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "quarantined", true, "the host has failed too often lately and takes no VMs");
        }
    }

    /** It is being evacuated, or was and has not been opened again. */
    record Evacuated() implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted("evacuated", true, "the host is evacuated and takes no VMs");
        }
    }

    /**
     * The link to it carries too little for this way of moving.
     *
     * @param required in Mbit/s
     * @param slower the end of the link that does not carry it
     */
    record LinkTooSlow(MigrationMode mode, long required, LinkRule.End slower) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return counted(
                    "link-too-slow",
                    required,
                    slower.mbit(),
                    "Mbit/s",
                    "a %s migration needs %d Mbit/s, %s".formatted(mode, required, slower.text()));
        }
    }

    /**
     * What goes along would be under way for too long. An operator may wait for it all the same.
     *
     * @param mebibytes of memory and disks
     * @param estimate what the link needs for them
     * @param longest that is allowed without being asked for
     */
    record MoveTakesTooLong(long mebibytes, Duration estimate, Duration longest)
            implements Obstacle {
        @Override
        public boolean hard() {
            return false;
        }

        @Override
        public Refusal toRefusal() {
            return new Refusal(
                    "move-takes-too-long",
                    false,
                    estimate.toSeconds(),
                    longest.toSeconds(),
                    "s",
                    "%d MiB would be under way for %s at least, allowed are %s"
                            .formatted(mebibytes, estimate, longest));
        }
    }

    private static Refusal counted(
            String code, long required, long available, String unit, String text) {
        return new Refusal(code, true, required, available, unit, text);
    }

    private static Refusal uncounted(String code, boolean hard, String text) {
        @Nullable Long none = null;
        return new Refusal(code, hard, none, none, "", text);
    }
}
