package io.berth.placement.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;

import io.berth.contracts.Require;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.placement.EvacuateHostRequested;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.berth.placement.app.HostCatalog;
import io.berth.placement.app.InspectDomain;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.store.Assignment;
import io.berth.placement.store.PlacementStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests to move VMs: one, or all of a host. Each becomes an operation that can be followed. */
@Path("/api/v1")
@RunOnVirtualThread
public class MoveResource {
    private final RequestedOperations requests;
    private final InspectDomain inspect;
    private final PlacementStore store;
    private final HostCatalog catalog;
    private final InstantSource clock;

    @Inject
    public MoveResource(
            RequestedOperations requests,
            InspectDomain inspect,
            PlacementStore store,
            HostCatalog catalog,
            InstantSource clock) {
        this.requests = requests;
        this.inspect = inspect;
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * A VM that is to move.
     *
     * @param target where to; absent to let placement choose
     * @param mode {@code LIVE} or {@code QUICK}; absent to let placement choose by the link
     * @param overrideReason why soft refusals of the target shall not count; absent when they do
     */
    public record MigrationRequest(
            @Nullable String vm,
            @Nullable String target,
            @Nullable String mode,
            @Nullable String overrideReason) {}

    /**
     * A host that is to be emptied.
     *
     * @param mode as for one VM
     * @param blocked {@code QUEUE} (default) or {@code REFUSE} what cannot move
     */
    public record EvacuationRequest(
            @Nullable String host, @Nullable String mode, @Nullable String blocked) {}

    /** Moves one VM; one that has no host is placed on the target. */
    @POST
    @Path("migrations")
    @RolesAllowed({OPERATOR, ADMINISTRATOR, SERVICE})
    public Response migrate(
            @Nullable MigrationRequest request,
            @QueryParam("dryRun") boolean dryRun,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context SecurityContext caller) {
        MigrationRequest body = Requests.body(request);
        Fields fields = new Fields();
        Supplier<VmId> vm = fields.read("vm", body.vm(), VmId::new);
        Supplier<@Nullable HostId> target = fields.optional("target", body.target(), HostId::new);
        Supplier<@Nullable MigrationMode> mode = mode(fields, body.mode());
        Supplier<@Nullable String> override =
                fields.optional("overrideReason", body.overrideReason(), MoveResource::reason);
        fields.check();
        Principal by = Callers.principal(caller);
        Assignment assignment =
                store.assignment(vm.get()).orElseThrow(() -> OperationProblems.unknownVm(vm.get()));
        HostId host = target.get();
        if (host != null) {
            requireInDomain(assignment, host);
        }
        MigrateVmRequested asked =
                new MigrateVmRequested(
                        assignment.domain(),
                        RequestedOperations.id(by, key),
                        vm.get(),
                        host,
                        mode.get(),
                        override.get(),
                        by);
        return answer(asked, OperationRow.of(asked, clock.instant()), dryRun);
    }

    /** Empties a host and keeps new VMs away from it until the operation is cancelled. */
    @POST
    @Path("evacuations")
    @RolesAllowed({OPERATOR, ADMINISTRATOR, SERVICE})
    public Response evacuate(
            @Nullable EvacuationRequest request,
            @QueryParam("dryRun") boolean dryRun,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context SecurityContext caller) {
        EvacuationRequest body = Requests.body(request);
        Fields fields = new Fields();
        Supplier<HostId> host = fields.read("host", body.host(), HostId::new);
        Supplier<@Nullable MigrationMode> mode = mode(fields, body.mode());
        Supplier<@Nullable BlockedVms> blocked =
                fields.optional(
                        "blocked", body.blocked(), text -> constant(BlockedVms.class, text));
        fields.check();
        Principal by = Callers.principal(caller);
        HostState known = catalog.specification(host.get());
        if (known == null) {
            throw OperationProblems.unknownHost(host.get());
        }
        BlockedVms rest = blocked.get();
        EvacuateHostRequested asked =
                new EvacuateHostRequested(
                        known.domain(),
                        RequestedOperations.id(by, key),
                        host.get(),
                        mode.get(),
                        rest == null ? BlockedVms.QUEUE : rest,
                        by);
        return answer(asked, OperationRow.of(asked, clock.instant()), dryRun);
    }

    private Response answer(PlacementRequest asked, OperationRow pending, boolean dryRun) {
        DomainId domain = asked.domain();
        Optional<Response> earlier = dryRun ? Optional.empty() : requests.earlier(domain, pending);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Optional<OperationRow> planned = inspect.whatIf(domain, asked);
        if (dryRun) {
            return Response.ok(OperationView.planned(domain, planned.orElse(pending))).build();
        }
        planned.filter(row -> row.state() == OperationState.FAILED && row.host() == null)
                .ifPresent(row -> {
                    throw OperationProblems.refused(row);
                });
        return requests.take(domain, pending, asked);
    }

    private void requireInDomain(Assignment vm, HostId target) {
        HostState known = catalog.specification(target);
        if (known == null) {
            throw OperationProblems.unknownHost(target);
        }
        if (!known.domain().equals(vm.domain())) {
            throw OperationProblems.otherDomain(vm, known);
        }
    }

    private static Supplier<@Nullable MigrationMode> mode(Fields fields, @Nullable String mode) {
        return fields.optional("mode", mode, text -> constant(MigrationMode.class, text));
    }

    private static String reason(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("overrideReason is blank; say why");
        }
        return Require.text("overrideReason", text, MigrateVmRequested.MAX_REASON);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    text + " is none of " + Arrays.toString(type.getEnumConstants()), e);
        }
    }
}
