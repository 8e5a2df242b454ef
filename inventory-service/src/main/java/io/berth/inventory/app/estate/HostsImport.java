package io.berth.inventory.app.estate;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.app.Revisions;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.estate.Difference;
import io.berth.inventory.domain.estate.EstateRefusal;
import io.berth.inventory.domain.support.SupportMatrix;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.Register;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stand-alone hosts of an imported estate, and what an import changes of any host. */
@ApplicationScoped
public class HostsImport {
    /**
     * Fields of a host's state that do not follow from what the file says of the host alone, or
     * that are changed in a way of their own.
     */
    private static final Set<String> APART =
            Set.of(
                    "cluster",
                    "cores",
                    "domain",
                    "hardware",
                    "hypervisor",
                    "maintenance",
                    "memory",
                    "reserve",
                    "revision",
                    "standing");

    /** Hosts looked up together. */
    private static final int CHUNK = 500;

    private final HostStore hosts;
    private final Revisions revisions;
    private final SupportMatrix matrix;
    private final Announcements announcements;

    HostsImport(
            HostStore hosts, Revisions revisions, Rulebook rulebook, Announcements announcements) {
        this.revisions = revisions;
        this.matrix = rulebook.read(SupportMatrix.class);
        this.hosts = hosts;
        this.announcements = announcements;
    }

    void apply(List<EstateElement.OfHost> elements, EstateTrees trees, ImportTally tally) {
        Map<HostGroupId, Long> standalone = new HashMap<>();
        for (int from = 0; from < elements.size(); from += CHUNK) {
            List<EstateElement.OfHost> chunk =
                    elements.subList(from, Math.min(from + CHUNK, elements.size()));
            Map<HostId, Host> existing =
                    hosts.find(chunk.stream().map(element -> element.host().id()).toList());
            List<InventoryState> announced = new ArrayList<>();
            for (EstateElement.OfHost element : chunk) {
                Host is = existing.get(element.host().id());
                if (is == null) {
                    create(element, standalone, trees, tally).ifPresent(announced::add);
                } else {
                    change(is, element, trees, tally).ifPresent(announced::add);
                }
                tally.step();
            }
            announcements.changed(announced);
        }
    }

    private Optional<InventoryState> create(
            EstateElement.OfHost element,
            Map<HostGroupId, Long> standalone,
            EstateTrees trees,
            ImportTally tally) {
        HostGroupId group = element.group();
        long others = standalone.computeIfAbsent(group, hosts::countStandalone);
        standalone.put(group, others + 1);
        Verdict<Host> verdict =
                Host.standalone(
                        element.host(),
                        group,
                        element.site(),
                        trees.knows(group),
                        false,
                        others,
                        matrix);
        return switch (verdict) {
            case Verdict.Refused<Host>(var refusals) -> {
                tally.refuse(refusals, element.pointer());
                yield Optional.empty();
            }
            case Verdict.Accepted<Host>(var created) -> {
                tally.created(EntityKind.HOST, created.id().value());
                if (!tally.saves()) {
                    yield Optional.empty();
                }
                Host host = maintained(revisions.of(created), element.maintenance());
                hosts.insertStandalone(host);
                yield Optional.of(host.state(trees.reserve(group)));
            }
        };
    }

    private Optional<InventoryState> change(
            Host is, EstateElement.OfHost element, EstateTrees trees, ImportTally tally) {
        ClusterId cluster = is.cluster();
        List<Difference> elsewhere = new ArrayList<>();
        if (cluster != null) {
            elsewhere.add(new Difference("cluster", cluster.value(), null));
        }
        return change(
                is,
                element.host(),
                new Place(element.group(), element.site(), elsewhere),
                element.maintenance(),
                element.pointer(),
                trees.reserve(is.group()),
                tally);
    }

    /**
     * Where the file has a host.
     *
     * @param elsewhere how that differs from where it is, beyond group and site
     */
    record Place(HostGroupId group, SiteId site, List<Difference> elsewhere) {}

    /**
     * An existing host as the file wants it; refused, or saved and returned to be announced, or
     * left as it is.
     */
    Optional<InventoryState> change(
            Host is,
            HostDraft draft,
            Place place,
            @Nullable Boolean maintenance,
            String pointer,
            EffectiveReserve ofGroup,
            ImportTally tally) {
        Verdict<Host> judged =
                Host.standalone(draft, place.group(), place.site(), true, false, 0, matrix);
        return switch (judged) {
            case Verdict.Refused<Host>(var refusals) -> {
                tally.refuse(refusals, pointer);
                yield Optional.empty();
            }
            case Verdict.Accepted<Host>(var wished) -> {
                List<Difference> fixed = new ArrayList<>(place.elsewhere());
                fixed.addAll(
                        Difference.between(
                                Register.fields(is.state(ofGroup)),
                                Register.fields(wished.state(ofGroup)),
                                APART));
                if (!fixed.isEmpty()) {
                    tally.refuse(
                            new Located(
                                    pointer,
                                    new EstateRefusal.NotChangedByImport(
                                            EntityKind.HOST, is.id().value(), fixed)));
                    yield Optional.empty();
                }
                yield changed(is, wished, maintenance, ofGroup, tally);
            }
        };
    }

    private Optional<InventoryState> changed(
            Host is,
            Host wished,
            @Nullable Boolean maintenance,
            EffectiveReserve ofGroup,
            ImportTally tally) {
        List<Difference> fields = new ArrayList<>();
        Host now = is.describedAs(wished);
        if (!is.reserve().equals(wished.reserve())) {
            fields.add(Elements.reserve(is.reserve(), wished.reserve()));
        }
        fields.addAll(
                Difference.between(
                        Register.fields(is.build()), Register.fields(wished.build()), Set.of()));
        if (fields.isEmpty() && !now.equals(is)) {
            fields.add(
                    new Difference(
                            "standing",
                            String.valueOf(is.standing()),
                            String.valueOf(now.standing())));
        }
        Host maintained = maintained(now, maintenance);
        if (maintained.maintenance() != is.maintenance()) {
            fields.add(new Difference("maintenance", is.maintenance(), maintained.maintenance()));
        }
        if (fields.isEmpty()) {
            tally.unchanged(EntityKind.HOST);
            return Optional.empty();
        }
        tally.changed(EntityKind.HOST, is.id().value(), fields);
        if (!tally.saves()) {
            return Optional.empty();
        }
        hosts.update(maintained);
        return Optional.of(maintained.state(ofGroup));
    }

    /** In or out of maintenance; as it is where the file does not say. */
    static Host maintained(Host host, @Nullable Boolean maintenance) {
        return maintenance == null || maintenance == host.maintenance()
                ? host
                : host.withMaintenance(maintenance);
    }
}
