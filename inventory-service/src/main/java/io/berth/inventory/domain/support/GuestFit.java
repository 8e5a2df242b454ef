package io.berth.inventory.domain.support;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.inventory.domain.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the guest rules say of a VM on each sort of host that may run it. A VM is refused only when
 * every stated hypervisor refuses it by a broken rule: where one host would do, placement finds it,
 * and where nothing is stated or listed, that is advice.
 *
 * <p>Example: five processors for CentOS 6.0 break {@code vcpu-limit} on every Hyper-V host, so the
 * VM is refused in a cluster of such hosts, but not where one of them is a KVM host.
 *
 * @param sorts one for each hypervisor as it is stated, by its first host
 */
public record GuestFit(List<Sort> sorts) {
    /** Copies the list. */
    public GuestFit {
        sorts = List.copyOf(sorts);
    }

    /** Hosts of one hypervisor with what the rules say there. */
    public record Sort(Hypervisor hypervisor, List<HostId> hosts, GuestJudgement judgement) {
        /** Copies the list. */
        public Sort {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * Judges a guest on hosts; those whose hypervisor is not stated are left out.
     *
     * @param vcpus how many virtual processors it has
     */
    public static GuestFit of(
            GuestRules rules, GuestSystem guest, int vcpus, List<HostState> hosts) {
        Map<HostId, Hypervisor> stated = new TreeMap<>();
        for (HostState host : hosts) {
            Hypervisor hypervisor = host.hypervisor();
            if (hypervisor != null) {
                stated.put(host.host(), hypervisor);
            }
        }
        List<Sort> sorts =
                stated.values().stream()
                        .distinct()
                        .map(hypervisor ->
                                new Sort(
                                        hypervisor,
                                        stated.keySet().stream()
                                                .filter(host -> hypervisor.equals(stated.get(host)))
                                                .toList(),
                                        rules.judge(guest, vcpus, hypervisor)))
                        .toList();
        return new GuestFit(sorts);
    }

    /** The best answer of any host; NOT_LISTED where no hypervisor is stated. */
    public Listing answer() {
        List<Listing> answers = sorts.stream().map(sort -> sort.judgement().answer()).toList();
        if (answers.contains(Listing.SUPPORTED)) {
            return Listing.SUPPORTED;
        }
        return answers.isEmpty() || answers.contains(Listing.NOT_LISTED)
                ? Listing.NOT_LISTED
                : Listing.UNSUPPORTED;
    }

    /** Every broken rule when no host would do; each rule once, with the first hosts it is of. */
    public List<Located> refusals(GuestSystem guest) {
        if (answer() != Listing.UNSUPPORTED) {
            return List.of();
        }
        Map<String, Located> byRule = new TreeMap<>();
        for (Sort sort : sorts) {
            for (RuleResult result : sort.judgement().rules()) {
                if (result.outcome() == Outcome.FAILED) {
                    byRule.putIfAbsent(
                            result.rule(),
                            new Located(
                                    GuestRules.isOfProcessors(result.rule()) ? "/vcpus" : "/guest",
                                    new SupportRefusal.GuestRuleBroken(
                                            guest, sort.hypervisor(), result)));
                }
            }
        }
        return new ArrayList<>(byRule.values());
    }
}
