package io.berth.inventory.rest.storage;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.HostHardware;
import io.berth.inventory.app.storage.Csvs;
import io.berth.inventory.app.storage.StorageLookups;
import io.berth.inventory.domain.Advice;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.storage.CsvDraft;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.EntityTags;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.storage.VolumeViews.CsvView;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Cluster shared volumes over HTTP. */
@Path("/api/v1/csvs")
@RunOnVirtualThread
public class CsvsResource {
    private final Csvs csvs;
    private final StorageLookups lookups;

    CsvsResource(Csvs csvs, StorageLookups lookups) {
        this.csvs = csvs;
        this.lookups = lookups;
    }

    /**
     * A volume that is wished for.
     *
     * @param capacityMiB the whole LUN when absent
     */
    record Request(
            @Nullable String id,
            @Nullable String lun,
            @Nullable String cluster,
            @Nullable Long capacityMiB,
            @Nullable Long iops,
            @Nullable String backupPolicy) {}

    /** Advice about the volumes of a cluster. */
    record AdviceView(String cluster, List<Advice> advice) {}

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable Request request) {
        Fields fields = new Fields();
        Request body = Requests.body(request);
        var draft = read(fields.read("id", body.id(), CsvId::new), body, fields);
        fields.check();
        Csvs.Advised created = Problems.acceptedOrThrow(csvs.create(draft.get()));
        return Answers.created(
                "/api/v1/csvs/" + created.csv().csv(),
                new Revision(created.csv().revision()),
                CsvView.of(created.csv(), created.advice()));
    }

    /** All, or those that the parameters name. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<CsvView> list(
            @QueryParam("cluster") @Nullable String cluster,
            @QueryParam("array") @Nullable String array,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Map<String, String> fields = new HashMap<>();
        if (cluster != null) {
            fields.put("cluster", cluster);
        }
        if (array != null) {
            fields.put("array", array);
        }
        return Page.of(
                page,
                lookups.page(CsvState.class, fields, page.afterId(), page.fetch()).stream()
                        .map(CsvView::of)
                        .toList(),
                CsvView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        CsvState found =
                lookups.find(CsvState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.CSV, id));
        return Answers.ok(new Revision(found.revision()), CsvView.of(found, csvs.advice(found)));
    }

    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable Request request) {
        CsvId which = addressed(id);
        Fields fields = new Fields();
        var draft = read(() -> which, Requests.body(request), fields);
        fields.check();
        Csvs.Advised changed =
                Problems.acceptedOrThrow(csvs.replace(draft.get(), EntityTags.expected(ifMatch)));
        return Answers.ok(
                new Revision(changed.csv().revision()),
                CsvView.of(changed.csv(), changed.advice()));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public void delete(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(csvs.remove(addressed(id), EntityTags.expected(ifMatch)));
    }

    /** What could be better about the volumes of a cluster. */
    @GET
    @Path("advice")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public AdviceView advice(@QueryParam("cluster") @Nullable String cluster) {
        ClusterId id = Parameters.required("cluster", cluster, ClusterId::new);
        return new AdviceView(id.value(), Problems.acceptedOrThrow(csvs.adviceFor(id)));
    }

    private static Supplier<CsvDraft> read(Supplier<CsvId> id, Request request, Fields fields) {
        var lun = fields.read("lun", request.lun(), LunId::new);
        var cluster = fields.read("cluster", request.cluster(), ClusterId::new);
        Long wanted = request.capacityMiB();
        Supplier<@Nullable MiB> capacity =
                wanted == null ? () -> null : Sizes.mib("capacityMiB", wanted, fields)::get;
        Long iops = request.iops();
        if (iops != null) {
            fields.range("iops", iops, 0, HostHardware.MAX_IOPS);
        }
        String policy = request.backupPolicy();
        if (policy != null) {
            fields.read("backupPolicy", policy, CsvsResource::identifier);
        }
        return () -> new CsvDraft(id.get(), lun.get(), cluster.get(), capacity.get(), iops, policy);
    }

    private static String identifier(String text) {
        Identifiers.check("backupPolicy", text);
        return text;
    }

    private static CsvId addressed(String id) {
        return Problems.addressed(EntityKind.CSV, id, CsvId::new);
    }
}
