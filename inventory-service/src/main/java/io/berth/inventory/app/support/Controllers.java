package io.berth.inventory.app.support;

import io.berth.contracts.inventory.Bmc;
import io.berth.contracts.inventory.BmcProtocol;
import io.berth.contracts.inventory.HostHardware;
import io.berth.inventory.domain.HostBuild;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.support.BmcRules;
import io.berth.inventory.rulebook.Rulebook;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds management controllers of hosts that are defined or rebuilt against the rulebook: an
 * administrator may accept fewer protocols than Berth knows.
 */
@ApplicationScoped
public class Controllers {
    private static final String POINTER = "/hardware/bmc/protocol";

    private final BmcRules rules;

    Controllers(Rulebook rulebook) {
        this.rules = rulebook.read(BmcRules.class);
    }

    /** What stands against new hosts, located at {@code <under>/<index>/…}. */
    public List<Located> refusals(List<HostDraft> hosts, String under) {
        List<Located> refusals = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            for (Located refusal : refusals(hosts.get(i).build())) {
                refusals.add(refusal.under(under + "/" + i));
            }
        }
        return refusals;
    }

    /** What stands against a host. */
    public List<Located> refusals(HostBuild build) {
        HostHardware hardware = build.hardware();
        Bmc controller = hardware == null ? null : hardware.bmc();
        if (controller == null) {
            return List.of();
        }
        return switch (rules.accept(controller.protocol().name())) {
            case Verdict.Accepted<BmcProtocol> _ -> List.of();
            case Verdict.Refused<BmcProtocol>(var reasons) ->
                    reasons.stream().map(reason -> new Located(POINTER, reason.refusal())).toList();
        };
    }
}
