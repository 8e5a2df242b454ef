package io.berth.inventory.domain.updates;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.BaselineUpdate;
import io.berth.contracts.inventory.UpdateBaselineState;
import io.berth.contracts.inventory.UpdateExemption;
import io.berth.inventory.domain.Located;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far hosts comply with a baseline.
 *
 * <p>Goal: a host is asked for the newest updates alone, and is never called compliant without a
 * scan that is recent.
 *
 * <p>Steps: updates from which the host is exempted, or that its scan found not applicable, are put
 * aside. Of the others those are needed that no other of them supersedes, at once or through
 * others. A needed update is there when it is installed, or when an update that supersedes it is.
 *
 * <p>Example: {@code C} supersedes {@code B}, which supersedes {@code A}. Needed is {@code C}. A
 * host that is exempted from {@code C} needs {@code B}; with {@code C} installed all the same, it
 * has what it needs.
 *
 * <p>The closure is made once for a baseline, in {@code O(updates × supersedes)} for each update; a
 * host then costs {@code O(updates)} look-ups.
 */
public final class Compliance {
    private final UpdateBaselineState baseline;

    /** By update: the updates of the baseline that supersede it, at once or through others. */
    private final Map<String, Set<String>> superseding = new LinkedHashMap<>();

    /** Prepares a valid baseline. */
    public Compliance(UpdateBaselineState baseline) {
        this.baseline = baseline;
        Map<String, List<String>> supersedes = new HashMap<>();
        for (BaselineUpdate update : baseline.updates()) {
            supersedes.put(update.update(), update.supersedes());
            superseding.put(update.update(), new TreeSet<>());
        }
        for (BaselineUpdate update : baseline.updates()) {
            for (String older : reach(update.update(), supersedes)) {
                Set<String> newer = superseding.get(older);
                if (newer != null) {
                    newer.add(update.update());
                }
            }
        }
    }

    /** How far a host complies. */
    public enum Status {
        /** It has every update that it needs. */
        COMPLIANT,
        /** It lacks some. */
        MISSING_UPDATES,
        /** It was not scanned, or too long ago. */
        UNKNOWN
    }

    /**
     * The answer for a host.
     *
     * @param missing what it lacks; empty where that is not known
     * @param exempted the exemptions that hold for it
     * @param scannedAt absent where it was never scanned
     * @param reason why it is not known; absent where it is
     */
    public record OfHost(
            HostId host,
            Status status,
            List<BaselineUpdate> missing,
            List<UpdateExemption> exempted,
            @Nullable Instant scannedAt,
            @Nullable String reason) {
        /** Copies the lists. */
        public OfHost {
            missing = List.copyOf(missing);
            exempted = List.copyOf(exempted);
        }
    }

    /**
     * How far a host complies now.
     *
     * @param scan its newest scan; null where there is none
     * @param valid how long a scan says something
     */
    public OfHost of(HostId host, @Nullable UpdateScan scan, Instant now, Duration valid) {
        List<UpdateExemption> exempted =
                baseline.exemptions().stream().filter(one -> one.host().equals(host)).toList();
        if (scan == null) {
            return unknown(host, exempted, null, "The host was never scanned.");
        }
        if (scan.scannedAt().plus(valid).isBefore(now)) {
            return unknown(
                    host, exempted, scan.scannedAt(), "The scan is older than " + valid + ".");
        }
        Set<String> aside = new HashSet<>(scan.notApplicable());
        exempted.forEach(one -> aside.add(one.update()));
        Set<String> installed = new HashSet<>(scan.installed());
        List<BaselineUpdate> missing = new ArrayList<>();
        for (BaselineUpdate update : baseline.updates()) {
            Set<String> newer = superseding.getOrDefault(update.update(), Set.of());
            boolean needed = !aside.contains(update.update()) && aside.containsAll(newer);
            boolean there =
                    installed.contains(update.update())
                            || newer.stream().anyMatch(installed::contains);
            if (needed && !there) {
                missing.add(update);
            }
        }
        return new OfHost(
                host,
                missing.isEmpty() ? Status.COMPLIANT : Status.MISSING_UPDATES,
                missing,
                exempted,
                scan.scannedAt(),
                null);
    }

    /** All that is wrong with a baseline in itself. */
    public static List<Located> refusals(UpdateBaselineState wished) {
        List<Located> refusals = new ArrayList<>();
        Map<String, List<String>> supersedes = new HashMap<>();
        for (int i = 0; i < wished.updates().size(); i++) {
            BaselineUpdate update = wished.updates().get(i);
            if (supersedes.put(update.update(), update.supersedes()) != null) {
                refusals.add(
                        new Located(
                                "/updates/" + i + "/update",
                                new UpdateRefusal.UpdateNamedTwice(update.update())));
            }
        }
        List<String> circle = new ArrayList<>();
        for (BaselineUpdate update : wished.updates()) {
            if (reach(update.update(), supersedes).contains(update.update())) {
                circle.add(update.update());
            }
        }
        if (!circle.isEmpty()) {
            refusals.add(new Located("/updates", new UpdateRefusal.SupersedesCycle(circle)));
        }
        Set<List<String>> exempted = new HashSet<>();
        for (int i = 0; i < wished.exemptions().size(); i++) {
            UpdateExemption one = wished.exemptions().get(i);
            String at = "/exemptions/" + i;
            if (!supersedes.containsKey(one.update())) {
                refusals.add(
                        new Located(at + "/update", new UpdateRefusal.NotInBaseline(one.update())));
            }
            if (!exempted.add(List.of(one.host().value(), one.update()))) {
                refusals.add(
                        new Located(at, new UpdateRefusal.ExemptedTwice(one.host(), one.update())));
            }
        }
        return refusals;
    }

    /** All that an update supersedes, at once or through others; itself where that is a circle. */
    private static Set<String> reach(String update, Map<String, List<String>> supersedes) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(supersedes.getOrDefault(update, List.of()));
        while (!open.isEmpty()) {
            String older = open.pop();
            if (reached.add(older)) {
                open.addAll(supersedes.getOrDefault(older, List.of()));
            }
        }
        return reached;
    }

    private static OfHost unknown(
            HostId host,
            List<UpdateExemption> exempted,
            @Nullable Instant scannedAt,
            String reason) {
        return new OfHost(host, Status.UNKNOWN, List.of(), exempted, scannedAt, reason);
    }
}
