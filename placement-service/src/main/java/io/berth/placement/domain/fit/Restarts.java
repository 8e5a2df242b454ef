package io.berth.placement.domain.fit;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostTraits;
import io.berth.placement.domain.policy.Rulebook;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts may take a VM that has lost its host, whatever they have left: the word of {@link
 * HostFilters}, asked once for VMs and hosts that are alike, so that whoever judges hundreds of VMs
 * on dozens of hosts admits what placement will admit.
 *
 * <p>Left out is what depends on the other VMs, which is room and partners, and what passes by
 * itself: a host that is suspected or awaits its grant, and hosts that have just failed to start
 * the VM.
 */
public final class Restarts {
    private final Rulebook rulebook;
    private final Map<HostId, HostDescription> descriptions = new HashMap<>();
    private final Map<HostId, HostTraits> traits = new HashMap<>();
    private final Set<HostId> among;
    private final Map<Kind, Set<HostId>> known = new HashMap<>();

    /** What makes two VMs the same to every host, but for their owners. */
    private record Kind(
            boolean highlyAvailable,
            int vcpus,
            @Nullable GuestSystem guest,
            Set<LogicalNetworkId> networks,
            @Nullable HypervisorKind ranUnder,
            @Nullable SupportStanding standing,
            boolean clustered) {}

    /**
     * Of these hosts.
     *
     * @param hosts all of the domain, since what a VM has run on before says what it needs
     * @param among those that may be asked
     */
    public Restarts(Collection<HostState> hosts, Set<HostId> among, Rulebook rulebook) {
        this.rulebook = rulebook;
        this.among = Set.copyOf(among);
        for (HostState host : hosts) {
            HostDescription description = new HostDescription(host, null);
            descriptions.put(host.host(), description);
            traits.put(host.host(), HostTraits.of(description));
        }
    }

    /**
     * The hosts that may take such a VM; the same set for all VMs when all may.
     *
     * @param last where it runs, or ran last; absent when it never has
     */
    public Set<HostId> admitting(VmSpec spec, @Nullable HostId last) {
        HostDescription was = last == null ? null : descriptions.get(last);
        HostTraits had = last == null ? null : traits.get(last);
        VmDetails details = spec.details();
        Kind kind =
                new Kind(
                        spec.highlyAvailable(),
                        spec.vcpus(),
                        details == null ? null : details.guest(),
                        details == null
                                ? Set.of()
                                : details.adapters().stream()
                                        .map(VmAdapter::network)
                                        .collect(Collectors.toUnmodifiableSet()),
                        had == null ? null : had.kind(),
                        was == null ? null : was.specification().standing(),
                        was != null && was.specification().cluster() != null);
        Set<HostId> admitting = known.get(kind);
        if (admitting == null) {
            Requirement asked = Requirement.of(spec, rulebook).onlyUnder(kind.ranUnder());
            admitting = admitting(asked.waiving(HostFilters.recovering(was, asked)));
            known.put(kind, admitting);
        }
        List<HostId> owners = details == null ? List.of() : details.possibleOwners();
        if (owners.isEmpty()) {
            return admitting;
        }
        Set<HostId> both = new HashSet<>(owners);
        both.retainAll(admitting);
        return both.size() == among.size() ? among : both;
    }

    private Set<HostId> admitting(Requirement asked) {
        Set<HostId> admitting = new HashSet<>();
        for (HostId host : among) {
            HostDescription description = descriptions.get(host);
            HostTraits has = traits.get(host);
            if (description != null
                    && has != null
                    && HostFilters.lasting(description, has, asked).isEmpty()) {
                admitting.add(host);
            }
        }
        return admitting.size() == among.size() ? among : admitting;
    }
}
