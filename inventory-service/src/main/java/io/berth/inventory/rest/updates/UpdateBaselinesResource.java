package io.berth.inventory.rest.updates;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.UpdateBaselineId;
import io.berth.contracts.inventory.UpdateBaselineState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.updates.Updates;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.domain.updates.Compliance;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Update baselines, and how far hosts comply with them, over HTTP. */
@Path("/api/v1/update-baselines")
public class UpdateBaselinesResource
        extends KindResource<
                UpdateBaselineRequest, UpdateBaselineState, UpdateBaselineRequest.View> {
    private final Updates updates;

    UpdateBaselinesResource(Entries entries, Updates updates) {
        super(
                entries,
                Kind.of(
                                UpdateBaselineState.class,
                                UpdateBaselineId::new,
                                UpdateBaselineRequest.View::of)
                        .wished(
                                UpdateBaselineRequest::read,
                                updates::create,
                                updates::replace,
                                updates::remove)
                        .filed(
                                EstateSection.UPDATE_BASELINES,
                                UpdateBaselineRequest.class,
                                UpdateBaselineRequest::of)
                        .listed(list ->
                                list.byText("name", "name", UpdateBaselineState::name)
                                        .byMember("group", "groups")
                                        .byMember("host", "hosts")));
        this.updates = updates;
    }

    /**
     * How far the hosts of the baseline comply.
     *
     * @param status only hosts of this status; the counts are of all
     */
    @GET
    @Path("{id}/compliance")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public ComplianceView compliance(
            @PathParam("id") String id,
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Compliance.Status only = Parameters.optional("status", status, Compliance.Status::valueOf);
        Updates.Report report =
                Problems.acceptedOrThrow(
                        updates.compliance(addressed(id), only, page.afterId(), page.fetch()));
        Page<ComplianceView.HostView> part =
                Page.of(
                        page,
                        report.page().stream().map(ComplianceView.HostView::of).toList(),
                        ComplianceView.HostView::host);
        return new ComplianceView(id, report.counts(), part.items(), part.nextCursor());
    }

    private static UpdateBaselineId addressed(String id) {
        return Problems.addressed(EntityKind.UPDATE_BASELINE, id, UpdateBaselineId::new);
    }
}
