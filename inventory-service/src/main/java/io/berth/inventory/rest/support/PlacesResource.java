package io.berth.inventory.rest.support;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.support.LibraryShareRules;
import io.berth.inventory.domain.support.UpdateServerRules;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the rulebook about what stands around hosts: update servers, library shares, portals. */
@Path("/api/v1/support")
@RunOnVirtualThread
public class PlacesResource {
    private final UpdateServerRules updateServers;
    private final LibraryShareRules libraryShares;

    PlacesResource(Rulebook rulebook) {
        this.updateServers = rulebook.read(UpdateServerRules.class);
        this.libraryShares = rulebook.read(LibraryShareRules.class);
    }

    /** How portals are to be made available. */
    record PortalRequest(@Nullable Boolean networkLoadBalancing) {}

    /** Portals that may be made available so. */
    record PortalView(boolean networkLoadBalancing) {}

    @POST
    @Path("update-server-check")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public UpdateServerRules.Judgement checkUpdateServer(@Nullable UpdateServerRequest request) {
        Fields fields = new Fields();
        var asked = UpdateServerRequest.read(Requests.body(request), fields);
        fields.check();
        return updateServers.judge(asked.get().server(), asked.get().manager());
    }

    @POST
    @Path("library-share-check")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public LibraryShareRules.Judgement checkLibraryShare(@Nullable LibraryShareRequest request) {
        Fields fields = new Fields();
        var share = LibraryShareRequest.read(Requests.body(request), fields);
        fields.check();
        return libraryShares.judge(share.get());
    }

    @POST
    @Path("portal-check")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public PortalView checkPortal(@Nullable PortalRequest request) {
        Fields fields = new Fields();
        var balanced =
                fields.present(
                        "networkLoadBalancing", Requests.body(request).networkLoadBalancing());
        fields.check();
        List<Located> refusals =
                libraryShares.portalRefusals(balanced.get()).stream()
                        .map(refusal -> new Located("/networkLoadBalancing", refusal))
                        .toList();
        return Problems.acceptedOrThrow(
                refusals.isEmpty()
                        ? new Verdict.Accepted<>(new PortalView(balanced.get()))
                        : new Verdict.Refused<>(refusals));
    }
}
