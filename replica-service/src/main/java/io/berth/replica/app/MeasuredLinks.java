package io.berth.replica.app;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.replica.config.ReplicaConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What hosts measure of the networks that they move VMs and copies over, as monitoring passes it
 * on. Soft state, filled from a compacted topic; bounded by the number of hosts. No host measures a
 * round trip to another site.
 */
@ApplicationScoped
public class MeasuredLinks {
    private final Map<HostId, HostLoadMeasured> newest = new ConcurrentHashMap<>();
    private final Estate estate;
    private final InstantSource clock;
    private final Duration within;

    MeasuredLinks(Estate estate, InstantSource clock, ReplicaConfig config) {
        this.estate = estate;
        this.clock = clock;
        this.within = config.linkMeasuredWithin();
    }

    /** One end of a link. */
    public sealed interface End {
        /** One host. */
        record OfHost(HostId host) implements End {
            @Override
            public String toString() {
                return "host " + host;
            }
        }

        /** All hosts of a site. */
        record OfSite(SiteId site) implements End {
            @Override
            public String toString() {
                return "site " + site;
            }
        }
    }

    /** What is known of a link. */
    public sealed interface Reading {
        /**
         * Both ends have measured it.
         *
         * @param mbit what the narrower end carries, in Mbit/s: the path cannot carry more
         * @param narrowest the host that measured so little
         */
        record Measured(long mbit, HostId narrowest, Instant at) implements Reading {}

        /** An end has not. */
        record Unmeasured(End end, Duration within) implements Reading {}
    }

    /** The newest of a host; an older one than is known changes nothing. */
    public void measured(HostLoadMeasured load) {
        newest.merge(
                load.host(),
                load,
                (known, other) -> known.logTime().isAfter(other.logTime()) ? known : other);
    }

    /** Monitoring no longer speaks of this host. */
    public void forget(HostId host) {
        newest.remove(host);
    }

    /** What the path between two ends carries: as much as the narrowest of their hosts. */
    public Reading between(End one, End other) {
        Optional<HostLoadMeasured> first = narrowest(one);
        if (first.isEmpty()) {
            return new Reading.Unmeasured(one, within);
        }
        Optional<HostLoadMeasured> second = narrowest(other);
        if (second.isEmpty()) {
            return new Reading.Unmeasured(other, within);
        }
        HostLoadMeasured load =
                mbit(first.get()) <= mbit(second.get()) ? first.get() : second.get();
        return new Reading.Measured(mbit(load), load.host(), load.logTime());
    }

    private Optional<HostLoadMeasured> narrowest(End end) {
        List<HostId> hosts =
                switch (end) {
                    case End.OfHost(HostId host) -> List.of(host);
                    case End.OfSite(SiteId site) -> estate.hostsOf(site);
                };
        Instant oldest = clock.instant().minus(within);
        return hosts.stream()
                .flatMap(host -> Optional.ofNullable(newest.get(host)).stream())
                .filter(load -> load.migrationLinkMbit() != null && load.logTime().isAfter(oldest))
                .min(Comparator.comparingLong(MeasuredLinks::mbit));
    }

    private static long mbit(HostLoadMeasured load) {
        Long mbit = load.migrationLinkMbit();
        return mbit == null ? 0 : mbit;
    }
}
