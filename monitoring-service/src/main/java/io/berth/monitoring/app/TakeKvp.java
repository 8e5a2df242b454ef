package io.berth.monitoring.app;

import io.berth.contracts.Topics;
import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Received;
import io.berth.kit.outbox.Outbox;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.kvp.KvpBounds;
import io.berth.monitoring.store.KvpStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes up what guests publish. A guest may publish anything: whatever is odd is kept as it came,
 * flagged and counted, and nothing of it stops the channel. Nothing is taken of guests whose
 * exchange of pairs is switched off.
 */
@ApplicationScoped
public class TakeKvp implements BatchHandler {
    /** Older than the topic keeps records, or of the future, is no time of a report. */
    private static final Duration OLDEST = Duration.ofDays(7);

    private final KvpStore store;
    private final KvpBounds bounds;
    private final GuestBook book;
    private final Outbox outbox;
    private final InstantSource clock;
    private final MeterRegistry meters;

    @Inject
    public TakeKvp(
            KvpStore store,
            KvpBounds bounds,
            GuestBook book,
            Outbox outbox,
            InstantSource clock,
            MeterRegistry meters) {
        this.store = store;
        this.bounds = bounds;
        this.book = book;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public Runnable apply(List<Received<?>> batch) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Set<VmId> vms = new LinkedHashSet<>();
        batch.forEach(received -> vms.add(report(received).vm()));
        vms.removeIf(vm -> !book.takesPairs(vm));
        KvpStore.Loaded loaded = store.load(vms);
        long[] unknown = {-1};
        for (Received<?> received : batch) {
            KvpReported report = report(received);
            if (!vms.contains(report.vm())) {
                counts.merge("switched-off", 1, Integer::sum);
            } else if (mayKeep(report.vm(), loaded, unknown)) {
                take(loaded, report, time(received.position().timestamp()), counts);
            } else {
                counts.merge("unknown-vm", 1, Integer::sum);
            }
        }
        if (counts.containsKey("changed")) {
            loaded.forgetOldChanges();
        }
        return () ->
                counts.forEach((result, number) ->
                        meters.counter("berth.monitoring.kvp", "result", result).increment(number));
    }

    private void take(
            KvpStore.Loaded loaded, KvpReported report, Instant at, Map<String, Integer> counts) {
        GuestBook.Entry entry = book.find(report.vm()).orElse(null);
        GuestSystem guest = entry == null ? null : entry.guest();
        KvpStore.Taken taken =
                loaded.take(report, at, guest == null ? null : guest.name(), entry != null);
        for (GuestEvent fact : taken.facts()) {
            outbox.put(Topics.GUEST_EVENTS, fact);
        }
        count(counts, "changed", taken.changed().size());
        count(counts, "flagged", taken.flagged());
        count(counts, "refused", taken.refused());
    }

    private static void count(Map<String, Integer> counts, String result, int number) {
        if (number > 0) {
            counts.merge(result, number, Integer::sum);
        }
    }

    /**
     * Machines that inventory does not know are kept up to a bound: anybody can invent their names.
     */
    private boolean mayKeep(VmId vm, KvpStore.Loaded loaded, long[] unknown) {
        if (loaded.has(vm) || book.find(vm).isPresent()) {
            return true;
        }
        if (unknown[0] < 0) {
            unknown[0] = store.unknownVms();
        }
        return unknown[0]++ < bounds.maxUnknownVms();
    }

    private Instant time(Instant reported) {
        Instant now = clock.instant();
        return reported.isAfter(now) || reported.isBefore(now.minus(OLDEST)) ? now : reported;
    }

    private static KvpReported report(Received<?> received) {
        if (received.event() instanceof KvpReported report) {
            return report;
        }
        throw new IllegalStateException(
                "the channel kvp got a " + received.event().getClass().getName());
    }
}
