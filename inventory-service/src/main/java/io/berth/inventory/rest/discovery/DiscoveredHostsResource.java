package io.berth.inventory.rest.discovery;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.inventory.app.Lookups;
import io.berth.inventory.app.discovery.Adoptions;
import io.berth.inventory.app.discovery.Adoptions.Place;
import io.berth.inventory.app.discovery.Discovery;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.discovery.DiscoveryRefusal;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.HardwareBody;
import io.berth.inventory.rest.HostRequest;
import io.berth.inventory.rest.HostView;
import io.berth.inventory.rest.HypervisorBody;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.ReserveRequest;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hosts that report and that inventory does not know, over HTTP. */
@Path("/api/v1/discovered/hosts")
@RunOnVirtualThread
public class DiscoveredHostsResource {
    private final Discovery discovery;
    private final Adoptions adoptions;
    private final Lookups lookups;

    DiscoveredHostsResource(Discovery discovery, Adoptions adoptions, Lookups lookups) {
        this.discovery = discovery;
        this.adoptions = adoptions;
        this.lookups = lookups;
    }

    /** Where the host is to belong, and what its agent does not say of it. */
    record AdoptionRequest(
            @Nullable String cluster,
            @Nullable String group,
            @Nullable String site,
            @Nullable Integer cores,
            @Nullable Long memoryMiB,
            @Nullable ReserveRequest reserve,
            @Nullable HypervisorBody hypervisor,
            @Nullable HardwareBody hardware,
            @Nullable Boolean force) {
        Supplier<HostDraft> host(String id, Fields fields) {
            return HostRequest.read(
                    new HostRequest(id, cores, memoryMiB, reserve, hypervisor, hardware, force),
                    fields);
        }

        Supplier<Place> place(Fields fields) {
            if ((cluster == null) == (group == null)) {
                return fields.fault(
                        "",
                        "a host belongs to a cluster, or stands alone in a group: name exactly one"
                                + " of the two");
            }
            if (cluster != null) {
                return fields.read(
                        "cluster", cluster, text -> new Place.InCluster(new ClusterId(text)));
            }
            var inGroup = fields.read("group", group, HostGroupId::new);
            var atSite = fields.read("site", site, SiteId::new);
            return () -> new Place.InGroup(inGroup.get(), atSite.get());
        }
    }

    /** All that inventory does not know, by id; or those that are ignored. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<DiscoveredHostView> list(
            @QueryParam("ignored") @Nullable String ignored,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                discovery
                        .hosts(DiscoveredVmsResource.flag(ignored), page.afterId(), page.fetch())
                        .stream()
                        .map(DiscoveredHostView::of)
                        .toList(),
                DiscoveredHostView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public DiscoveredHostView get(@PathParam("id") String id) {
        return discovery
                .host(addressed(id))
                .map(DiscoveredHostView::of)
                .orElseThrow(() -> Problems.of(new DiscoveryRefusal.NotDiscovered("host", id)));
    }

    /** Registers it; what the request leaves open is taken from what it said of itself. */
    @POST
    @Path("{id}/adoptions")
    @RolesAllowed(ADMINISTRATOR)
    public Response adopt(@PathParam("id") String id, @Nullable AdoptionRequest request) {
        HostId host = addressed(id);
        AdoptionRequest body = Requests.body(request);
        Fields fields = new Fields();
        var draft = body.host(host.value(), fields);
        var place = body.place(fields);
        fields.check();
        Problems.acceptedOrThrow(adoptions.adopt(draft.get(), place.get()));
        var registered =
                lookups.host(host).orElseThrow(() -> Problems.notFound(EntityKind.HOST, id));
        return Answers.created(
                "/api/v1/hosts/" + host,
                registered.host().revision(),
                HostView.of(registered.host(), registered.ofGroup()));
    }

    /** Hides it for good. */
    @POST
    @Path("{id}/ignored")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response ignore(@PathParam("id") String id) {
        Problems.acceptedOrThrow(discovery.ignore(addressed(id), true));
        return Response.noContent().build();
    }

    /** Shows it again. */
    @DELETE
    @Path("{id}/ignored")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response heed(@PathParam("id") String id) {
        Problems.acceptedOrThrow(discovery.ignore(addressed(id), false));
        return Response.noContent().build();
    }

    private static HostId addressed(String id) {
        try {
            return new HostId(id);
        } catch (IllegalArgumentException e) {
            throw Problems.of(new DiscoveryRefusal.NotDiscovered("host", id));
        }
    }
}
