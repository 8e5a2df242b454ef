package io.berth.placement.app;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.placement.InputOffset;
import io.berth.placement.domain.HostDescription;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of all domains as inventory specifies and monitoring measures them. Soft state, filled
 * from two compacted topics by other threads; whoever decides asks whether a domain has changed
 * since it last looked. Safe for several threads.
 */
@ApplicationScoped
public class HostCatalog {
    private final Map<HostId, HostState> specifications = new HashMap<>();
    private final Map<HostId, HostLoadMeasured> loads = new HashMap<>();
    private final Map<DomainId, Set<HostId>> members = new HashMap<>();
    private final Map<DomainId, Long> revisions = new HashMap<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable Source source;

    /** Where the catalog is filled from. */
    public interface Source {
        /**
         * Waits until all that was there at the start has been read; false when it is not by then.
         *
         * @throws InterruptedException when the calling thread is interrupted
         */
        boolean awaitLoaded(Duration atMost) throws InterruptedException;

        /** How far it has been read. */
        List<InputOffset> offsets();
    }

    /** Names the source; called once, at the start. */
    public void filledFrom(Source newSource) {
        source = newSource;
        opened.countDown();
    }

    /**
     * Waits until all that was there at the start has been read; false when it is not by then.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public boolean awaitLoaded(Duration atMost) throws InterruptedException {
        boolean hasSource = opened.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        Source from = source;
        return hasSource && from != null && from.awaitLoaded(atMost);
    }

    /** How far the source has been read. */
    public List<InputOffset> offsets() {
        Source from = source;
        return from == null ? List.of() : from.offsets();
    }

    /** A host's specification; an older one than is known changes nothing. */
    public synchronized void specified(HostState specification) {
        HostState known = specifications.get(specification.host());
        if (known != null && known.revision() >= specification.revision()) {
            return;
        }
        forget(specification.host());
        specifications.put(specification.host(), specification);
        members.computeIfAbsent(specification.domain(), domain -> new HashSet<>())
                .add(specification.host());
        changed(specification.domain());
    }

    /** A host as inventory specifies it; null when it does not. */
    public synchronized @Nullable HostState specification(HostId host) {
        return specifications.get(host);
    }

    /** Inventory no longer has this host. */
    public synchronized void forget(HostId host) {
        HostState known = specifications.remove(host);
        if (known != null) {
            members.getOrDefault(known.domain(), Set.of()).remove(host);
            changed(known.domain());
        }
    }

    /** A host's newest measured load; null when it is measured no longer. */
    public synchronized void measured(HostId host, @Nullable HostLoadMeasured load) {
        if (load == null) {
            loads.remove(host);
        } else {
            loads.put(host, load);
        }
        HostState known = specifications.get(host);
        if (known != null) {
            changed(known.domain());
        }
    }

    /** Rises with every change of a domain's hosts; 0 when it never had any. */
    public synchronized long revision(DomainId domain) {
        return revisions.getOrDefault(domain, 0L);
    }

    /** The hosts of a domain, in no order. */
    public synchronized List<HostDescription> hosts(DomainId domain) {
        List<HostDescription> hosts = new ArrayList<>();
        for (HostId host : members.getOrDefault(domain, Set.of())) {
            HostState specification = specifications.get(host);
            if (specification != null) {
                hosts.add(HostDescription.of(specification, loads.get(host)));
            }
        }
        return hosts;
    }

    private void changed(DomainId domain) {
        revisions.merge(domain, 1L, Long::sum);
    }
}
