package io.berth.monitoring.rest.tip;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.monitoring.app.tip.HotHosts;
import io.berth.monitoring.domain.tip.TipKind;
import io.berth.monitoring.domain.tip.TipState;
import io.berth.monitoring.store.tip.AutomaticStore;
import io.berth.monitoring.store.tip.StoredTip;
import io.berth.monitoring.store.tip.TipStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Tips: what could be done better, with the figures that say so. */
@Path("/api/v1/tips")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TipsResource {
    private final TipStore store;
    private final AutomaticStore automatic;
    private final HotHosts hotHosts;
    private final InstantSource clock;

    @Inject
    public TipsResource(
            TipStore store, AutomaticStore automatic, HotHosts hotHosts, InstantSource clock) {
        this.store = store;
        this.automatic = automatic;
        this.hotHosts = hotHosts;
        this.clock = clock;
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(
            summary = "List tips, the newest first",
            description = "Proposed, measured, proven and withdrawn ones, unless state says which.")
    public Page<TipView> list(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("state") @Nullable String state,
            @QueryParam("host") @Nullable String host,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        List<StoredTip> found =
                store.list(
                        Parameters.<TipKind>optional(
                                "kind", kind, text -> oneOf(TipKind.values(), TipKind::code, text)),
                        Parameters.<TipState>optional(
                                "state",
                                state,
                                text -> oneOf(TipState.values(), TipsResource::label, text)),
                        Parameters.optional("host", host, HostId::new),
                        page.afterNumber(Long.MAX_VALUE),
                        page.fetch());
        return Page.of(page, found, tip -> Long.toString(tip.id())).map(TipView::of);
    }

    private static String label(TipState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static <C> C oneOf(C[] constants, Function<C, String> name, String text) {
        return Arrays.stream(constants)
                .filter(constant -> name.apply(constant).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                text
                                        + " is none of "
                                        + Arrays.stream(constants).map(name).toList()));
    }

    @POST
    @Path("/{id}/apply")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    @Operation(
            summary = "Apply a tip",
            description = "Placement is asked for the move; the answer names its operation.")
    public Response apply(@PathParam("id") long id, @Context SecurityContext caller) {
        return switch (hotHosts.apply(id, Callers.principal(caller))) {
            case HotHosts.Applied.Ordered(StoredTip tip) ->
                    Response.accepted(TipView.of(tip)).build();
            case HotHosts.Applied.Unknown() -> throw notFound(id);
            case HotHosts.Applied.ByHand(TipKind kind) ->
                    throw new ProblemException(
                            Problem.of(
                                            409,
                                            "tip-by-hand",
                                            "Only a person can do that",
                                            "Berth cannot apply a tip of kind %s"
                                                    .formatted(kind.code()))
                                    .with("kind", kind.code())
                                    .withHint(
                                            "Do at the host what the tip says; it is measured"
                                                    + " from then on"));
            case HotHosts.Applied.NotProposed(TipState state) ->
                    throw new ProblemException(
                            Problem.of(
                                            409,
                                            "tip-not-proposed",
                                            "The tip is not proposed",
                                            "It is " + label(state))
                                    .with("state", state)
                                    .withHint("Only a proposed tip is applied"));
        };
    }

    @GET
    @Path("/automatic")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "List the host groups whose tips are applied without a person")
    public Page<AutomaticStore.Automatic> automatic(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                automatic.list(page.afterId(), page.fetch()),
                each -> each.hostGroup().value());
    }

    @PUT
    @Path("/automatic/{group}")
    @RolesAllowed(ADMINISTRATOR)
    @Operation(
            summary = "Apply the tips of a host group without a person",
            description = "Those of its own hosts and of all groups below it.")
    public AutomaticStore.Automatic makeAutomatic(
            @PathParam("group") String group, @Context SecurityContext caller) {
        return automatic.put(group(group), Callers.principal(caller), clock.instant());
    }

    @DELETE
    @Path("/automatic/{group}")
    @RolesAllowed(ADMINISTRATOR)
    @Operation(summary = "Leave the tips of a host group to people again")
    public void endAutomatic(@PathParam("group") String group) {
        if (!automatic.delete(group(group))) {
            throw new ProblemException(Problem.notFound("automatic host group", group));
        }
    }

    private static HostGroupId group(String text) {
        return Parameters.required("group", text, HostGroupId::new);
    }

    private static ProblemException notFound(long id) {
        return new ProblemException(Problem.notFound("tip", Long.toString(id)));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "Show a tip")
    public TipView show(@PathParam("id") long id) {
        return store.find(id).map(TipView::of).orElseThrow(() -> notFound(id));
    }
}
