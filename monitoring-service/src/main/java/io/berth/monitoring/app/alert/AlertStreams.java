package io.berth.monitoring.app.alert;

import io.berth.monitoring.store.alert.AlertQuery;
import io.berth.monitoring.store.alert.AlertStore;
import io.berth.monitoring.store.alert.StoredAlert;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever follows alerts what has changed. One look at the database serves all followers of
 * this instance, whichever instance made the change. A follower that is slow is left out until it
 * has read what it was given, and then hears how each alert is by then. Soft state: who loses the
 * stream asks again with the number that it heard last, and misses nothing.
 */
@ApplicationScoped
public class AlertStreams {
    /** Most alerts that one look gives to a follower; the next look goes on. */
    public static final int AT_ONCE = 500;

    private static final Logger LOG = Logger.getLogger(AlertStreams.class);
    private static final int ALIVE_EVERY = 15;

    private final AlertStore store;
    private final AlertSettings settings;
    private final Map<Follower, Place> followers = new ConcurrentHashMap<>();
    private long looks;

    /** Somebody who follows alerts; safe for several threads. */
    public interface Follower {
        /** Whether all that was given has been read. */
        boolean ready();

        /** These alerts are now like this, in the order of their changes. */
        void changed(List<StoredAlert> alerts);

        /** Nothing has changed for a while; the stream stands. */
        void alive();
    }

    /** How far a follower has been told; used by one thread at a time. */
    private static final class Place {
        private long revision;
        private boolean openOnly;

        Place(long revision, boolean openOnly) {
            this.revision = revision;
            this.openOnly = openOnly;
        }
    }

    @Inject
    public AlertStreams(AlertStore store, AlertSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * Follows from a number on; false when this instance serves as many as it may.
     *
     * @param after the number that was heard last; null to be told first of what is open
     */
    public synchronized boolean follow(Follower follower, @Nullable Long after) {
        if (followers.size() >= settings.maxStreams()) {
            return false;
        }
        followers.put(follower, after == null ? new Place(0, true) : new Place(after, false));
        return true;
    }

    /** The follower has gone. */
    public void leave(Follower follower) {
        followers.remove(follower);
    }

    /** How many follow at this instance. */
    public int followers() {
        return followers.size();
    }

    /** Tells all followers what has changed since the last look. */
    @Scheduled(
            every = "${berth.alerts.stream-interval:1s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        if (followers.isEmpty()) {
            return;
        }
        looks++;
        try {
            Map.copyOf(followers).forEach(this::tell);
        } catch (RuntimeException e) {
            LOG.warnf("streams of alerts wait for the next look: %s", e);
        }
    }

    private void tell(Follower follower, Place place) {
        if (!follower.ready()) {
            return;
        }
        if (place.openOnly) {
            // Read before what is open, so that a change in between is told twice rather than
            // never.
            long newest = store.newestRevision();
            follower.changed(store.list(AlertQuery.OPEN, Long.MAX_VALUE, AT_ONCE).reversed());
            place.revision = newest;
            place.openOnly = false;
            return;
        }
        List<StoredAlert> changed = store.changedSince(place.revision, AT_ONCE);
        if (!changed.isEmpty()) {
            follower.changed(changed);
            place.revision = changed.getLast().revision();
        } else if (looks % ALIVE_EVERY == 0) {
            follower.alive();
        }
    }
}
