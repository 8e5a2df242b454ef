package io.berth.placement.domain.policy;

import io.berth.contracts.Require;
import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many virtual processors a guest may have on Hyper-V. The rest of the guest rules is
 * inventory's to judge when a VM is defined; this much depends on the host, and so on placement.
 */
public record GuestLimits(List<Limit> limits) {
    /** No guest is limited. */
    public static final GuestLimits NONE = new GuestLimits(List.of());

    /**
     * One rule. Names are compared without regard to case and spaces.
     *
     * @param guests names of the guest systems that it is about, or parts of them
     * @param wholeNames whether a guest's whole name must be among them; otherwise a part will do
     * @param architecture only of guests of this one; absent for any
     * @param products hosts on which it holds; empty for all with Hyper-V
     */
    public record Limit(
            Set<String> guests,
            boolean wholeNames,
            @Nullable GuestArchitecture architecture,
            Set<String> products,
            int maxVcpus) {
        /**
         * @throws IllegalArgumentException when the limit is out of range
         */
        public Limit {
            guests = plain(guests);
            products = plain(products);
            Require.range("maxVcpus", maxVcpus, 1, 1024);
        }

        private boolean concerns(GuestSystem guest) {
            String name = plain(guest.name());
            boolean named =
                    wholeNames ? guests.contains(name) : guests.stream().anyMatch(name::contains);
            return named && (architecture == null || architecture == guest.architecture());
        }

        private boolean holdsOn(Hypervisor host) {
            return host.kind() == HypervisorKind.HYPER_V
                    && (products.isEmpty() || products.contains(plain(host.product())));
        }
    }

    /** A guest that some rule is about, with as many virtual processors as its VM has. */
    public record Need(GuestSystem guest, int vcpus, GuestLimits limits) {
        /** The most that it may have on this host; {@link Integer#MAX_VALUE} when any number. */
        public int most(Hypervisor host) {
            return limits.limits().stream()
                    .filter(rule -> rule.concerns(guest) && rule.holdsOn(host))
                    .mapToInt(Limit::maxVcpus)
                    .min()
                    .orElse(Integer.MAX_VALUE);
        }
    }

    /** Takes a copy. */
    public GuestLimits {
        limits = List.copyOf(limits);
    }

    /** What this guest needs to be judged by; null when no rule could refuse it anywhere. */
    public @Nullable Need need(@Nullable GuestSystem guest, int vcpus) {
        if (guest == null) {
            return null;
        }
        boolean limited =
                limits.stream().anyMatch(rule -> rule.concerns(guest) && vcpus > rule.maxVcpus());
        return limited ? new Need(guest, vcpus, this) : null;
    }

    private static Set<String> plain(Set<String> names) {
        Set<String> plain = new HashSet<>();
        names.forEach(name -> plain.add(plain(name)));
        return Set.copyOf(plain);
    }

    private static String plain(String name) {
        return name.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    }
}
