package io.berth.placement.domain;

import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.contracts.placement.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reason why a host may not take a VM, with its numbers. A host is told all of them. */
public sealed interface Obstacle {
    /** Whether no administrator can override it. */
    default boolean hard() {
        return true;
    }

    /** As it stands in a decision. */
    Refusal toRefusal();

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
        public boolean hard() {
            return false;
        }

        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "ha-needs-cluster",
                    false,
                    "a highly available VM needs a cluster; the host stands alone");
        }
    }

    /** It is being evacuated, or was and has not been opened again. */
    record Evacuated() implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted("evacuated", true, "the host is evacuated and takes no VMs");
        }
    }

    /** The VM is to leave it. */
    record RunsThere() implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted("runs-there", true, "the VM runs there already");
        }
    }

    /**
     * The link to it carries too little for this way of moving.
     *
     * @param required in Mbit/s
     * @param available in Mbit/s
     */
    record LinkTooSlow(MigrationMode mode, long required, long available) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return counted(
                    "link-too-slow",
                    required,
                    available,
                    "Mbit/s",
                    "a %s migration needs %d Mbit/s, the slower adapter has %d Mbit/s"
                            .formatted(mode, required, available));
        }
    }

    /** A running guest cannot go on there. */
    record OtherProcessorVendor(ProcessorVendor here, ProcessorVendor there) implements Obstacle {
        @Override
        public Refusal toRefusal() {
            return uncounted(
                    "other-processor-vendor",
                    true,
                    "the VM runs on a processor of %s, the host has one of %s"
                            .formatted(here, there));
        }
    }

    /** A running guest may use processor features that are not there. */
    record ProcessorFeaturesMissing(List<String> features) implements Obstacle {
        private static final int NAMED = 8;

        /** Takes a copy. */
        public ProcessorFeaturesMissing {
            features = List.copyOf(features);
        }

        @Override
        public Refusal toRefusal() {
            String named = String.join(", ", features.stream().limit(NAMED).toList());
            return uncounted(
                    "processor-features-missing",
                    true,
                    "the host's processor lacks %d features that the VM may use: %s%s"
                            .formatted(
                                    features.size(), named, features.size() > NAMED ? ", …" : ""));
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
