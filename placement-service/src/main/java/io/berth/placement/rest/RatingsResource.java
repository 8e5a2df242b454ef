package io.berth.placement.rest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.Explanation;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.berth.placement.app.InspectDomain;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** What if: how every host of a domain would be rated for a VM, without placing it. */
@Path("/api/v1/ratings")
@RunOnVirtualThread
public class RatingsResource {
    private final InspectDomain inspect;

    @Inject
    public RatingsResource(InspectDomain inspect) {
        this.inspect = inspect;
    }

    /** Which domain, and how large the VM is. */
    public record Question(@NotNull DomainId domain, @NotNull VmSpec spec) {}

    /** Candidates with stars, best first, and for every other host all reasons against it. */
    @POST
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public Explanation rate(@NotNull @Valid Question question) {
        return inspect.whatIf(question.domain(), question.spec())
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.notFound("domain", question.domain().value())));
    }
}
