package io.berth.placement.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.placement.OptimiseDomainRequested;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Requests;
import io.berth.placement.app.InspectDomain;
import io.berth.placement.app.RequestOperations;
import io.berth.placement.app.RequestOperations.Taken;
import io.berth.placement.domain.OperationRow;
import io.berth.placement.domain.OperationState;
import io.berth.placement.domain.PowerAdvice;
import io.berth.placement.store.StoredOperation;
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
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the load of a domain could be spread better, and with how many hosts it could do. */
@Path("/api/v1")
@RunOnVirtualThread
public class OptimisationsResource {
    /** Longest key of a caller, in UTF-16 code units. */
    private static final int MAX_KEY = 128;

    private final RequestOperations requests;
    private final InspectDomain inspect;
    private final InstantSource clock;

    @Inject
    public OptimisationsResource(
            RequestOperations requests, InspectDomain inspect, InstantSource clock) {
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
        return planned(asked(wanted, RequestOperations.idFor(by, null), by));
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
        String checked =
                Parameters.optional(
                        "Idempotency-Key", key, text -> Require.text("the key", text, MAX_KEY));
        OperationId id = RequestOperations.idFor(by, checked);
        OptimiseDomainRequested asked = asked(domain.get(), id, by);
        if (dryRun) {
            return Response.ok(planned(asked)).build();
        }
        OperationRow pending = OperationRow.of(asked, clock.instant());
        Optional<Response> earlier = earlier(asked, pending);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        OperationRow plan = whatIf(asked);
        if (plan.state() == OperationState.FAILED) {
            throw OperationProblems.refused(plan);
        }
        try {
            return accepted(requests.take(asked.domain(), pending, asked));
        } catch (RuntimeException e) {
            // Of two requests with one key at the same moment the other may have come first.
            return earlier(asked, pending).orElseThrow(() -> e);
        }
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

    /** The answer to a request that was made before with the same key. */
    private Optional<Response> earlier(OptimiseDomainRequested asked, OperationRow pending) {
        return requests.repeated(pending)
                .map(taken ->
                        switch (taken) {
                            case Taken.Accepted(StoredOperation known) -> {
                                if (!known.domain().equals(asked.domain())) {
                                    throw OperationProblems.keyReused(known);
                                }
                                yield accepted(known);
                            }
                            case Taken.KeyReused(StoredOperation known) ->
                                    throw OperationProblems.keyReused(known);
                        });
    }

    private static Response accepted(StoredOperation operation) {
        return Response.accepted(OperationView.of(operation))
                .location(URI.create("/api/v1/operations/" + operation.row().id()))
                .build();
    }
}
