package io.berth.inventory.app.updates;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.UpdateBaselineId;
import io.berth.contracts.ids.UpdateServerId;
import io.berth.contracts.inventory.HostGroupState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.UpdateBaselineState;
import io.berth.contracts.inventory.UpdateExemption;
import io.berth.contracts.inventory.UpdateServerState;
import io.berth.inventory.app.Actor;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.support.UpdateServerRules;
import io.berth.inventory.domain.updates.Compliance;
import io.berth.inventory.domain.updates.UpdateRefusal;
import io.berth.inventory.domain.updates.UpdateScan;
import io.berth.inventory.domain.updates.UpdateServers;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.updates.ScanStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Update servers and baselines, scans of hosts, and how far hosts comply. */
@ApplicationScoped
public class Updates {
    /** How far a host's clock may be ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final Entries entries;
    private final Register register;
    private final ScanStore scans;
    private final UnitOfWork unitOfWork;
    private final UpdateServerRules rules;
    private final UpdatesConfig config;
    private final Actor actor;
    private final InstantSource clock;

    Updates(
            Entries entries,
            Register register,
            ScanStore scans,
            UnitOfWork unitOfWork,
            Rulebook rulebook,
            UpdatesConfig config,
            Actor actor,
            InstantSource clock) {
        this.entries = entries;
        this.register = register;
        this.scans = scans;
        this.unitOfWork = unitOfWork;
        this.rules = rulebook.read(UpdateServerRules.class);
        this.config = config;
        this.actor = actor;
        this.clock = clock;
    }

    /**
     * How far all hosts of a baseline comply.
     *
     * @param counts how many hosts of each status, of all
     * @param page those of the part asked for
     */
    public record Report(Map<Compliance.Status, Integer> counts, List<Compliance.OfHost> page) {}

    /** A new update server. */
    public Verdict<UpdateServerState> create(
            UpdateServerId id, LongFunction<UpdateServerState> wished) {
        return entries.create(
                UpdateServerState.class,
                id.value(),
                wished,
                state -> UpdateServers.refusals(state, rules));
    }

    /** Another state of an update server. */
    public Verdict<UpdateServerState> replace(
            UpdateServerId id,
            LongFunction<UpdateServerState> wished,
            @Nullable Revision expected) {
        return entries.replace(
                UpdateServerState.class,
                id.value(),
                wished,
                expected,
                (before, state) -> UpdateServers.refusals(state, rules));
    }

    /** Removes an update server. */
    public Verdict<UpdateServerState> remove(UpdateServerId id, @Nullable Revision expected) {
        return entries.remove(UpdateServerState.class, id.value(), expected, last -> List.of());
    }

    /** A new baseline. */
    public Verdict<UpdateBaselineState> create(
            UpdateBaselineId id, LongFunction<UpdateBaselineState> wished) {
        return entries.create(
                UpdateBaselineState.class, id.value(), stamped(id, wished), this::refusals);
    }

    /** Another state of a baseline. */
    public Verdict<UpdateBaselineState> replace(
            UpdateBaselineId id,
            LongFunction<UpdateBaselineState> wished,
            @Nullable Revision expected) {
        return entries.replace(
                UpdateBaselineState.class,
                id.value(),
                stamped(id, wished),
                expected,
                (before, state) -> refusals(state));
    }

    /** Removes a baseline. */
    public Verdict<UpdateBaselineState> remove(UpdateBaselineId id, @Nullable Revision expected) {
        return entries.remove(UpdateBaselineState.class, id.value(), expected, last -> List.of());
    }

    /** Takes what a scan found, unless a later scan is known. */
    public Verdict<UpdateScan> scanned(UpdateScan scan) {
        return unitOfWork.run(() -> {
            if (register.hold(HostState.class, scan.host().value(), Hold.SHARED).isEmpty()) {
                return Verdict.refused(
                        new InventoryRefusal.NotFound(EntityKind.HOST, scan.host().value()));
            }
            Instant now = clock.instant();
            if (scan.scannedAt().isAfter(now.plus(AHEAD))) {
                return Verdict.refused(new UpdateRefusal.ScanFromFuture(scan.scannedAt(), now));
            }
            if (scans.put(scan)) {
                return new Verdict.Accepted<>(scan);
            }
            UpdateScan newest = scans.find(List.of(scan.host())).get(scan.host());
            return Verdict.refused(
                    new UpdateRefusal.ScanOutdated(
                            scan.host(),
                            scan.scannedAt(),
                            newest == null ? now : newest.scannedAt()));
        });
    }

    /**
     * How far the hosts of a baseline comply.
     *
     * @param status only those in the page; null for all
     */
    public Verdict<Report> compliance(
            UpdateBaselineId id, Compliance.@Nullable Status status, String after, int limit) {
        return unitOfWork.run(() -> {
            UpdateBaselineState baseline =
                    register.find(UpdateBaselineState.class, id.value()).orElse(null);
            if (baseline == null) {
                return Verdict.refused(
                        new InventoryRefusal.NotFound(EntityKind.UPDATE_BASELINE, id.value()));
            }
            Set<HostId> hosts = hosts(baseline);
            Map<HostId, UpdateScan> known = scans.find(hosts);
            Compliance compliance = new Compliance(baseline);
            Instant now = clock.instant();
            Map<Compliance.Status, Integer> counts = new EnumMap<>(Compliance.Status.class);
            for (Compliance.Status each : Compliance.Status.values()) {
                counts.put(each, 0);
            }
            List<Compliance.OfHost> page = new ArrayList<>();
            for (HostId host : hosts) {
                Compliance.OfHost one =
                        compliance.of(host, known.get(host), now, config.scanValid());
                counts.merge(one.status(), 1, Integer::sum);
                if (page.size() < limit
                        && host.value().compareTo(after) > 0
                        && (status == null || one.status() == status)) {
                    page.add(one);
                }
            }
            return new Verdict.Accepted<>(new Report(counts, page));
        });
    }

    /** Exemptions that are new say who decided so and when; the others say it still. */
    private LongFunction<UpdateBaselineState> stamped(
            UpdateBaselineId id, LongFunction<UpdateBaselineState> wished) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Principal by = actor.current();
        return revision -> {
            UpdateBaselineState state = wished.apply(revision);
            List<UpdateExemption> before =
                    register.find(UpdateBaselineState.class, id.value())
                            .map(UpdateBaselineState::exemptions)
                            .orElse(List.of());
            return new UpdateBaselineState(
                    state.baseline(),
                    state.name(),
                    state.updates(),
                    state.groups(),
                    state.hosts(),
                    state.exemptions().stream().map(one -> stamped(one, before, by, now)).toList(),
                    revision);
        };
    }

    private static UpdateExemption stamped(
            UpdateExemption wished, List<UpdateExemption> before, Principal by, Instant now) {
        return before.stream()
                .filter(known ->
                        known.host().equals(wished.host())
                                && known.update().equals(wished.update())
                                && known.reason().equals(wished.reason()))
                .findFirst()
                .orElse(
                        new UpdateExemption(
                                wished.host(), wished.update(), wished.reason(), by, now));
    }

    /** The hosts of a baseline by id: those of its groups with all below them, and its own. */
    private Set<HostId> hosts(UpdateBaselineState baseline) {
        Set<HostId> hosts = new TreeSet<>();
        register.find(HostState.class, baseline.hosts().stream().map(HostId::value).toList())
                .values()
                .forEach(host -> hosts.add(host.host()));
        Set<HostGroupId> groups = new TreeSet<>();
        Deque<HostGroupId> open = new ArrayDeque<>(baseline.groups());
        while (!open.isEmpty()) {
            HostGroupId group = open.pop();
            if (groups.add(group)) {
                register.having(HostGroupState.class, Map.of("parent", group.value()))
                        .forEach(below -> open.add(below.group()));
                register.having(HostState.class, Map.of("group", group.value()))
                        .forEach(host -> hosts.add(host.host()));
            }
        }
        return hosts;
    }

    private List<Located> refusals(UpdateBaselineState state) {
        List<Located> refusals = new ArrayList<>(Compliance.refusals(state));
        for (int i = 0; i < state.groups().size(); i++) {
            known(HostGroupState.class, state.groups().get(i).value(), "/groups/" + i, refusals);
        }
        for (int i = 0; i < state.hosts().size(); i++) {
            known(HostState.class, state.hosts().get(i).value(), "/hosts/" + i, refusals);
        }
        for (int i = 0; i < state.exemptions().size(); i++) {
            known(
                    HostState.class,
                    state.exemptions().get(i).host().value(),
                    "/exemptions/" + i + "/host",
                    refusals);
        }
        return refusals;
    }

    private <S extends InventoryState> void known(
            Class<S> type, String id, String at, List<Located> refusals) {
        if (register.find(type, id).isEmpty()) {
            refusals.add(
                    new Located(
                            at, new InventoryRefusal.UnknownReference(EntityKind.of(type), id)));
        }
    }
}
