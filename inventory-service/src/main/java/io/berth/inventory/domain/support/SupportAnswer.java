package io.berth.inventory.domain.support;

import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.SupportStanding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the support matrix says of a host. */
public sealed interface SupportAnswer {
    /** A row lists it. */
    record Supported(SupportMatrix.Row row) implements SupportAnswer {
        @Override
        public Listing listing() {
            return Listing.SUPPORTED;
        }

        @Override
        public SupportStanding standing() {
            return SupportStanding.SUPPORTED;
        }

        @Override
        public Optional<SupportRefusal> refusal() {
            return Optional.empty();
        }
    }

    /** A row refuses it by name. */
    record Unsupported(Hypervisor host, SupportMatrix.Row row) implements SupportAnswer {
        @Override
        public Listing listing() {
            return Listing.UNSUPPORTED;
        }

        @Override
        public SupportStanding standing() {
            return SupportStanding.FORCED_UNSUPPORTED;
        }

        @Override
        public Optional<SupportRefusal> refusal() {
            return Optional.of(new SupportRefusal.UnsupportedHypervisor(host, row));
        }
    }

    /**
     * No row supports or refuses it.
     *
     * @param row that knows it without listing it, if any
     * @param nearest rows that would support it but for some parts
     * @param listed what is supported of its kind
     */
    record NotListed(
            Hypervisor host,
            SupportMatrix.@Nullable Row row,
            List<NearMiss> nearest,
            List<String> listed)
            implements SupportAnswer {
        /** Copies the lists. */
        public NotListed {
            nearest = List.copyOf(nearest);
            listed = List.copyOf(listed);
        }

        @Override
        public Listing listing() {
            return Listing.NOT_LISTED;
        }

        @Override
        public SupportStanding standing() {
            return SupportStanding.FORCED_NOT_LISTED;
        }

        @Override
        public Optional<SupportRefusal> refusal() {
            return Optional.of(new SupportRefusal.HypervisorNotListed(this));
        }
    }

    /** A row that would support a host but for some parts. */
    record NearMiss(String row, List<Shortfall> shortfalls) {
        /** Copies the list. */
        public NearMiss {
            shortfalls = List.copyOf(shortfalls);
        }
    }

    /** The answer in a word. */
    Listing listing();

    /** How the host stands once it is registered: by the matrix, or because it was forced. */
    SupportStanding standing();

    /** Why it is not registered, unless an administrator forces it. */
    Optional<SupportRefusal> refusal();
}
