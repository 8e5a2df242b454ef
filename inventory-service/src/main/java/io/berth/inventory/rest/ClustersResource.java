package io.berth.inventory.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ClusterId;
import io.berth.inventory.app.Clusters;
import io.berth.inventory.app.Lookups;
import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.EntityKind;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clusters over HTTP. */
@Path("/api/v1/clusters")
@RunOnVirtualThread
public class ClustersResource {
    private final Clusters clusters;
    private final Lookups lookups;

    ClustersResource(Clusters clusters, Lookups lookups) {
        this.clusters = clusters;
        this.lookups = lookups;
    }

    /** Another node failure reserve. */
    record ReserveRequest(@Nullable Integer nodeFailureReserve) {}

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable ClusterRequest request) {
        Fields fields = new Fields();
        var draft = ClusterRequest.read(Requests.body(request), fields);
        fields.check();
        Cluster cluster = Problems.acceptedOrThrow(clusters.create(draft.get()));
        return Answers.created(
                "/api/v1/clusters/" + cluster.id(), cluster.revision(), ClusterView.of(cluster));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<ClusterView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                lookups.clusters(page.afterId(), page.fetch()).stream()
                        .map(ClusterView::of)
                        .toList(),
                ClusterView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return answer(
                lookups.cluster(clusterId(id))
                        .orElseThrow(() -> Problems.notFound(EntityKind.CLUSTER, id)));
    }

    /** More hosts, all or none. */
    @POST
    @Path("{id}/hosts")
    @RolesAllowed(ADMINISTRATOR)
    public Response join(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable List<HostRequest> request) {
        Fields fields = new Fields();
        var hosts =
                fields.list(
                        "", Requests.body(request), ClusterRequest.MAX_HOSTS, HostRequest::read);
        fields.check();
        return answer(
                Problems.acceptedOrThrow(
                        clusters.join(clusterId(id), hosts.get(), IfMatch.revision(ifMatch))));
    }

    @PUT
    @Path("{id}/node-failure-reserve")
    @RolesAllowed(ADMINISTRATOR)
    public Response setNodeFailureReserve(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable ReserveRequest request) {
        Fields fields = new Fields();
        var reserve =
                fields.present("nodeFailureReserve", Requests.body(request).nodeFailureReserve());
        fields.check();
        return answer(
                Problems.acceptedOrThrow(
                        clusters.setNodeFailureReserve(
                                clusterId(id), reserve.get(), IfMatch.revision(ifMatch))));
    }

    /** The cluster and its hosts; there must be no VM in it. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(clusters.remove(clusterId(id), IfMatch.revision(ifMatch)));
        return Response.noContent().build();
    }

    private static Response answer(Cluster cluster) {
        return Answers.ok(cluster.revision(), ClusterView.of(cluster));
    }

    private static ClusterId clusterId(String id) {
        return Problems.addressed(EntityKind.CLUSTER, id, ClusterId::new);
    }
}
