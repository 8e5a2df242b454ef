package io.berth.placement.domain.place;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.vm.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing that somebody could change so that a host could take a VM. The order in which they are
 * listed is that of {@link #effort}: from a word to buying hardware.
 */
public sealed interface Change {
    /** How much it takes, relative to the others; the lower, the sooner it is proposed. */
    int effort();

    /** For people: what to do, with figures. */
    String text();

    /** Ask for the VM anew, so that hosts that failed to start it are tried again. */
    record AskAnew() implements Change {
        @Override
        public int effort() {
            return 0;
        }

        @Override
        public String text() {
            return "ask for the VM anew, so that hosts that failed to start it are tried again";
        }
    }

    /** An administrator sets these rules aside. */
    record SetAside(Set<SoftRule> rules) implements Change {
        /** Takes a copy. */
        public SetAside {
            rules = Set.copyOf(rules);
        }

        @Override
        public int effort() {
            return 1;
        }

        @Override
        public String text() {
            return "let an administrator set aside "
                    + rules.stream().sorted().map(SoftRule::name).collect(Collectors.joining(", "));
        }
    }

    /** Add the host to the possible owners. */
    record AddOwner(HostId host) implements Change {
        @Override
        public int effort() {
            return 2;
        }

        @Override
        public String text() {
            return "add " + host + " to the possible owners";
        }
    }

    /** Take the partner out of the anti-affinity set. */
    record LeaveSet(VmId partner, String set) implements Change {
        @Override
        public int effort() {
            return 3;
        }

        @Override
        public String text() {
            return "remove VM " + partner + " from anti-affinity set " + set;
        }
    }

    /** Take the VM itself out of its affinity set. */
    record LeaveAffinitySet(VmId vm, String set) implements Change {
        @Override
        public int effort() {
            return 1;
        }

        @Override
        public String text() {
            return "remove VM " + vm + " from affinity set " + set;
        }
    }

    /** Turn the VM off and start it there instead of moving it while it runs. */
    record StartCold() implements Change {
        @Override
        public int effort() {
            return 4;
        }

        @Override
        public String text() {
            return "stop the VM and start it there instead of moving it while it runs";
        }
    }

    /**
     * Ask for less.
     *
     * @param by in the unit of the resource
     * @param of how much the VM asks for now
     */
    record AskForLess(HostId host, Resource resource, long by, long of) implements Change {
        @Override
        public int effort() {
            return 5;
        }

        @Override
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%,d %s less %s on host %s",
                    by,
                    resource.unit(),
                    name(resource),
                    host);
        }
    }

    /** Give the guest fewer virtual processors. */
    record FewerVcpus(HostId host, int by) implements Change {
        @Override
        public int effort() {
            return 6;
        }

        @Override
        public String text() {
            return "%d virtual processors less on host %s".formatted(by, host);
        }
    }

    /** Move one VM to another host. */
    record MoveAway(VmId vm, HostId host) implements Change {
        @Override
        public int effort() {
            return 7;
        }

        @Override
        public String text() {
            return "move VM " + vm + " away from host " + host;
        }
    }

    /** End the maintenance of a host. */
    record EndMaintenance(HostId host) implements Change {
        @Override
        public int effort() {
            return 8;
        }

        @Override
        public String text() {
            return "end maintenance of " + host;
        }
    }

    /** Cancel the evacuation that keeps VMs away from a host. */
    record EndEvacuation(HostId host) implements Change {
        @Override
        public int effort() {
            return 8;
        }

        @Override
        public String text() {
            return "cancel the evacuation of " + host;
        }
    }

    /** End the quarantine of a host. */
    record EndQuarantine(HostId host) implements Change {
        @Override
        public int effort() {
            return 8;
        }

        @Override
        public String text() {
            return "end the quarantine of " + host;
        }
    }

    /** Let a switch of the host carry these networks. */
    record CarryNetworks(HostId host, List<LogicalNetworkId> networks) implements Change {
        /** Takes a copy. */
        public CarryNetworks {
            networks = List.copyOf(networks);
        }

        @Override
        public int effort() {
            return 9;
        }

        @Override
        public String text() {
            return "let a switch of %s carry %s"
                    .formatted(
                            host,
                            networks.stream()
                                    .map(LogicalNetworkId::value)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** Bring the host and its agent up. */
    record BringUp(HostId host) implements Change {
        @Override
        public int effort() {
            return 10;
        }

        @Override
        public String text() {
            return "bring host " + host + " and its agent up";
        }
    }

    /**
     * Free or add capacity; no single VM that could be moved, and nothing the VM could do without,
     * is enough.
     *
     * @param by in the unit of the resource
     */
    record FreeCapacity(HostId host, Resource resource, long by) implements Change {
        @Override
        public int effort() {
            return 11;
        }

        @Override
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "free or add %,d %s of %s on host %s",
                    by,
                    resource.unit(),
                    name(resource),
                    host);
        }
    }

    private static String name(Resource resource) {
        return switch (resource) {
            case MEMORY -> "memory";
            case CPU -> "processing";
            case DISK -> "disk";
            case IOPS -> "disk operations";
            case NETWORK -> "network";
        };
    }
}
