package io.berth.inventory.rest.support;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.app.Lookups;
import io.berth.inventory.app.support.Guests;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.support.GuestFit;
import io.berth.inventory.domain.support.Listing;
import io.berth.inventory.domain.support.Product;
import io.berth.inventory.domain.support.RuleResult;
import io.berth.inventory.rest.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the guest rules say of a VM on the hosts that may run it. */
@Path("/api/v1/vms/{id}/guest-check")
@RunOnVirtualThread
public class GuestFitResource {
    /** Hosts that are named for each hypervisor; a domain may have thousands. */
    private static final int MAX_NAMED = 64;

    private final Lookups lookups;
    private final Guests guests;

    GuestFitResource(Lookups lookups, Guests guests) {
        this.lookups = lookups;
        this.guests = guests;
    }

    /**
     * The answer.
     *
     * @param answer the best of any host; NOT_LISTED where no guest or no hypervisor is stated
     */
    record View(String vm, Listing answer, List<HostsView> hypervisors) {}

    /**
     * Hosts of one hypervisor.
     *
     * @param hosts the first {@link #MAX_NAMED} of them
     * @param advice the rules that are broken or cannot be confirmed
     */
    record HostsView(
            String hypervisor,
            List<String> hosts,
            int hostCount,
            Listing answer,
            @Nullable Integer maxVcpus,
            List<RuleResult> advice) {
        static HostsView of(GuestFit.Sort sort) {
            return new HostsView(
                    Product.of(sort.hypervisor()).text(),
                    sort.hosts().stream().limit(MAX_NAMED).map(HostId::value).toList(),
                    sort.hosts().size(),
                    sort.judgement().answer(),
                    sort.judgement().maxVcpus(),
                    sort.judgement().rules().stream().filter(rule -> !rule.inOrder()).toList());
        }
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public View get(@PathParam("id") String id) {
        VmId named = Problems.addressed(EntityKind.VM, id, VmId::new);
        Vm vm = lookups.vm(named).orElseThrow(() -> Problems.notFound(EntityKind.VM, id));
        GuestFit fit = guests.fit(vm).orElse(new GuestFit(List.of()));
        return new View(id, fit.answer(), fit.sorts().stream().map(HostsView::of).toList());
    }
}
