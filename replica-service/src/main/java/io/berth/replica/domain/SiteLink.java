package io.berth.replica.domain;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * What replication may send from one place to another. Several links may concern a cycle (that of
 * its sites, that of its hosts); it keeps to all of them.
 *
 * @param bytesPerSecond of the line itself
 * @param sharePercent what replication may have of it, 1 to 100, outside of the windows
 * @param windows with a rate of their own in place of the share
 * @param zone in which windows are meant
 * @param revision the first is 1
 */
public record SiteLink(
        String id,
        End from,
        End to,
        long bytesPerSecond,
        int sharePercent,
        List<Rated> windows,
        ZoneId zone,
        long revision) {
    /** Most links; all of them are read in each round of the scheduler. */
    public static final int MAX_LINKS = 500;

    /** Takes a copy. */
    public SiteLink {
        windows = List.copyOf(windows);
    }

    /** What lies at an end of a link. */
    public enum EndKind {
        /** All hosts of a site. */
        SITE,
        /** All hosts of a host group. */
        GROUP,
        /** One host. */
        HOST;

        /** As it stands in front of the colon. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One end of a link, written {@code site:south}, {@code group:branch} or {@code host:h1}. */
    public record End(EndKind kind, String id) {
        /**
         * @throws IllegalArgumentException when it is anything else
         */
        public static End parse(String text) {
            int colon = text.indexOf(':');
            for (EndKind kind : EndKind.values()) {
                if (colon > 0 && kind.label().equals(text.substring(0, colon))) {
                    String id = text.substring(colon + 1);
                    switch (kind) {
                        case SITE -> new SiteId(id);
                        case GROUP -> new HostGroupId(id);
                        case HOST -> new HostId(id);
                    }
                    return new End(kind, id);
                }
            }
            throw new IllegalArgumentException(
                    "'%.80s' is no end of a link such as site:south, group:branch or host:h1"
                            .formatted(text));
        }

        boolean has(Place place) {
            return switch (kind) {
                case SITE -> place.site().value().equals(id);
                case GROUP -> place.group().value().equals(id);
                case HOST -> place.host().value().equals(id);
            };
        }

        @Override
        public String toString() {
            return kind.label() + ":" + id;
        }
    }

    /** Where a host stands. */
    public record Place(HostId host, HostGroupId group, SiteId site) {}

    /** A window with another rate. */
    public record Rated(Window window, long bytesPerSecond) {}

    /** Whether copies from the one to the other go over this link. */
    public boolean carries(Place source, Place target) {
        return from.has(source) && to.has(target);
    }

    /** What replication may send at this moment, in bytes per second; at least 1. */
    public long rateAt(Instant moment) {
        for (Rated rated : windows) {
            if (schedule(rated).isOpen(moment)) {
                return rated.bytesPerSecond();
            }
        }
        return share();
    }

    /** What replication may send while no window is open. */
    private long share() {
        return Math.max(1, (long) (bytesPerSecond / 100.0 * sharePercent));
    }

    private Schedule schedule(Rated rated) {
        return new Schedule(List.of(rated.window()), zone);
    }

    /**
     * The least that replication may send in some time from now: a cycle that begins now keeps the
     * rate that it was given, so it must fit into every rate until its end.
     */
    public long leastRate(Instant now, Duration during) {
        long least = rateAt(now);
        Instant end = now.plus(during);
        for (Rated rated : windows) {
            if (schedule(rated).nextOpen(now).isBefore(end)) {
                least = Math.min(least, rated.bytesPerSecond());
            }
        }
        return windows.isEmpty() ? least : Math.min(least, outsideIfReached(now, end, least));
    }

    private long outsideIfReached(Instant now, Instant end, long least) {
        // The share outside of windows counts when the open window closes before the end.
        for (Rated rated : windows) {
            Schedule schedule = schedule(rated);
            if (schedule.isOpen(now) && schedule.isOpen(end)) {
                return least;
            }
        }
        return share();
    }
}
