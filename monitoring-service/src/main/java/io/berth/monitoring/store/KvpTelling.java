package io.berth.monitoring.store;

import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.guests.GuestServicesJudged;
import io.berth.contracts.guests.KvpFlag;
import io.berth.contracts.guests.KvpFlagged;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.monitoring.domain.kvp.KvpBounds;
import io.berth.monitoring.domain.kvp.KvpChanges;
import io.berth.monitoring.domain.kvp.ServicesRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What is told of the pairs of one guest, once each, as its row remembers. */
@NullUnmarked
final class KvpTelling {
    private static final Duration WINDOW = Duration.ofHours(1);

    private final KvpVmEntity row;
    private final List<GuestEvent> facts = new ArrayList<>();

    KvpTelling(KvpVmEntity row) {
        this.row = row;
    }

    /** What is to be told, in order. */
    List<GuestEvent> facts() {
        return facts;
    }

    void changed(List<KvpItem> changed, KvpBounds bounds, Instant now) {
        if (changed.isEmpty()) {
            return;
        }
        if (row.windowStart == null || row.windowStart.plus(WINDOW).isBefore(now)) {
            row.windowStart = now;
            row.windowEvents = 0;
        }
        if (row.windowEvents >= bounds.eventsPerHour()) {
            row.untold += changed.size();
            return;
        }
        row.windowEvents++;
        facts.add(KvpChanges.event(vm(), host(), changed, row.untold, row.reportedAt));
        row.untold = 0;
    }

    void flagged(int flagged, Set<KvpFlag> flags, boolean tooMany) {
        String now = KvpStore.text(flags);
        if (!now.equals(row.toldFlags) || tooMany != row.toldTooMany) {
            row.toldFlags = now;
            row.toldTooMany = tooMany;
            facts.add(
                    new KvpFlagged(
                            vm(),
                            host(),
                            flagged,
                            flags.stream().sorted().toList(),
                            tooMany,
                            row.reportedAt));
        }
    }

    void services(ServicesRule.@Nullable Finding finding) {
        boolean was = row.servicesOutdated;
        if (finding != null) {
            row.servicesGuest = cut(finding.guest());
            row.servicesInstalled = cut(finding.installed());
            row.servicesNeeded = cut(finding.needed());
        }
        row.servicesOutdated = finding != null && finding.outdated();
        if (was != row.servicesOutdated) {
            facts.add(
                    new GuestServicesJudged(
                            vm(),
                            host(),
                            row.servicesOutdated,
                            row.servicesGuest,
                            row.servicesInstalled,
                            row.servicesNeeded,
                            row.reportedAt));
        }
        if (finding == null) {
            row.servicesGuest = null;
            row.servicesInstalled = null;
            row.servicesNeeded = null;
        }
    }

    /** Nothing is kept of it any more. */
    void forgotten() {
        flagged(0, Set.of(), false);
        services(null);
    }

    private static String cut(String text) {
        return KvpChanges.shown(text, GuestServicesJudged.MAX_TEXT);
    }

    private VmId vm() {
        return new VmId(Objects.requireNonNull(row.vm));
    }

    private HostId host() {
        return new HostId(row.host);
    }
}
