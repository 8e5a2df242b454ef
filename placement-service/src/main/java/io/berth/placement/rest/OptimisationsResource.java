package io.berth.placement.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.placement.OptimiseDomainRequested;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Requests;
import io.berth.placement.app.InspectDomain;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.optimise.PowerAdvice;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the load of a domain could be spread better, and with how many hosts it could do. */
@Path("/api/v1")
@RunOnVirtualThread
public class OptimisationsResource {
    private final RequestedOperations requests;
    private final InspectDomain inspect;
    private final InstantSource clock;

    @Inject
    public OptimisationsResource(
            RequestedOperations requests, InspectDomain inspect, InstantSource clock) {
        this.requests = requests;
        this.inspect = inspect;
        this.clock = clock;
    }

    /** A domain whose load is to be spread. */
    public record OptimisationRequest(@Nullable String domain) {}

    /** Which hosts of a domain could be switched off, and which should be switched on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PowerAdviceView(DomainId domain, @JsonUnwrapped PowerAdvice advice) {}

    /** The moves that would spread the load now; nothing is done. */
    @GET
    @Path("optimisations")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public OperationView plan(
            @QueryParam("domain") @Nullable String domain, @Context SecurityContext caller) {
        DomainId wanted = Parameters.required("domain", domain, DomainId::new);
        Principal by = Callers.principal(caller);
        return planned(asked(wanted, RequestedOperations.id(by, null), by));
    }

    /** Spreads the load; with {@code dryRun} as {@link #plan}. */
    @POST
    @Path("optimisations")
    @RolesAllowed({OPERATOR, ADMINISTRATOR, SERVICE})
    public Response optimise(
            @Nullable OptimisationRequest request,
            @QueryParam("dryRun") boolean dryRun,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context SecurityContext caller) {
        Fields fields = new Fields();
        Supplier<DomainId> domain =
                fields.read("domain", Requests.body(request).domain(), DomainId::new);
        fields.check();
        Principal by = Callers.principal(caller);
        OptimiseDomainRequested asked = asked(domain.get(), RequestedOperations.id(by, key), by);
        if (dryRun) {
            return Response.ok(planned(asked)).build();
        }
        OperationRow pending = OperationRow.of(asked, clock.instant());
        Optional<Response> earlier = requests.earlier(asked.domain(), pending);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        OperationRow plan = whatIf(asked);
        if (plan.state() == OperationState.FAILED) {
            throw OperationProblems.refused(plan);
        }
        return requests.take(asked.domain(), pending, asked);
    }

    /** Which hosts could be switched off, and which should be switched on. */
    @GET
    @Path("power-advice")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public PowerAdviceView power(@QueryParam("domain") @Nullable String domain) {
        DomainId wanted = Parameters.required("domain", domain, DomainId::new);
        return inspect.powerAdvice(wanted)
                .map(advice -> new PowerAdviceView(wanted, advice))
                .orElseThrow(() -> OperationProblems.unknownDomain(wanted));
    }

    private static OptimiseDomainRequested asked(DomainId domain, OperationId id, Principal by) {
        return new OptimiseDomainRequested(domain, id, by);
    }

    private OperationView planned(OptimiseDomainRequested asked) {
        return OperationView.planned(asked.domain(), whatIf(asked));
    }

    private OperationRow whatIf(OptimiseDomainRequested asked) {
        return inspect.whatIf(asked.domain(), asked)
                .orElseThrow(() -> OperationProblems.unknownDomain(asked.domain()));
    }
}
