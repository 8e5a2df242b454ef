package io.berth.inventory.rest.storage;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.StorageProtocol;
import io.berth.inventory.app.storage.Arrays;
import io.berth.inventory.app.storage.StorageLookups;
import io.berth.inventory.app.storage.WhatIf;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.storage.StorageRefusal;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.EntityTags;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.storage.ArrayViews.ArrayView;
import io.berth.inventory.rest.storage.ArrayViews.AttachmentView;
import io.berth.inventory.rest.storage.ArrayViews.BudgetView;
import io.berth.inventory.rest.storage.ArrayViews.ProfileView;
import io.berth.inventory.rest.storage.ArrayViews.WhatIfView;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Storage arrays, the hosts at them and their persistent reservations over HTTP. */
@Path("/api/v1/arrays")
@RunOnVirtualThread
public class ArraysResource {
    private final Arrays arrays;
    private final WhatIf whatIf;
    private final StorageLookups lookups;

    ArraysResource(Arrays arrays, WhatIf whatIf, StorageLookups lookups) {
        this.arrays = arrays;
        this.whatIf = whatIf;
        this.lookups = lookups;
    }

    /** How a host is connected. */
    record AttachmentRequest(@Nullable StorageProtocol protocol, @Nullable Integer connections) {}

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable ArrayRequest request) {
        Fields fields = new Fields();
        var draft = ArrayRequest.read(Requests.body(request), fields);
        fields.check();
        StorageArrayState array = Problems.acceptedOrThrow(arrays.create(draft.get()));
        return Answers.created(
                "/api/v1/arrays/" + array.array(),
                new Revision(array.revision()),
                ArrayView.of(array));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<ArrayView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                lookups.page(StorageArrayState.class, page.afterId(), page.fetch()).stream()
                        .map(ArrayView::of)
                        .toList(),
                ArrayView::id);
    }

    /** What the rulebook knows of models. */
    @GET
    @Path("profiles")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public List<ProfileView> profiles() {
        return arrays.profiles().profiles().stream().map(ProfileView::of).toList();
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return answer(found(id));
    }

    /** The array as it shall be; attached hosts stay attached. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable ArrayRequest request) {
        ArrayId array = arrayId(id);
        Fields fields = new Fields();
        var draft = ArrayRequest.read(() -> array, Requests.body(request), fields);
        fields.check();
        return answer(
                Problems.acceptedOrThrow(
                        arrays.replace(draft.get(), EntityTags.expected(ifMatch))));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public void delete(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(arrays.remove(arrayId(id), EntityTags.expected(ifMatch)));
    }

    @GET
    @Path("{id}/attachments")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response attachments(@PathParam("id") String id) {
        StorageArrayState array = found(id);
        return Answers.ok(new Revision(array.revision()), ArrayView.of(array).attachments());
    }

    @GET
    @Path("{id}/attachments/{host}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response attachment(@PathParam("id") String id, @PathParam("host") String host) {
        return attachment(found(id), hostId(host));
    }

    /** A host is connected, or connected in another way. If-Match is the array's revision. */
    @PUT
    @Path("{id}/attachments/{host}")
    @RolesAllowed(ADMINISTRATOR)
    public Response attach(
            @PathParam("id") String id,
            @PathParam("host") String host,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable AttachmentRequest request) {
        HostId which = hostId(host);
        Fields fields = new Fields();
        AttachmentRequest body = Requests.body(request);
        var protocol = fields.present("protocol", body.protocol());
        var connections =
                fields.range("connections", body.connections(), 1, ArrayAttachment.MAX_CONNECTIONS);
        fields.check();
        StorageArrayState array =
                Problems.acceptedOrThrow(
                        arrays.attach(
                                arrayId(id),
                                new ArrayAttachment(which, protocol.get(), connections.get()),
                                EntityTags.expected(ifMatch)));
        return attachment(array, which);
    }

    @DELETE
    @Path("{id}/attachments/{host}")
    @RolesAllowed(ADMINISTRATOR)
    public void detach(
            @PathParam("id") String id,
            @PathParam("host") String host,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(
                arrays.detach(arrayId(id), hostId(host), EntityTags.expected(ifMatch)));
    }

    /** What the array is asked for, with the arithmetic. */
    @GET
    @Path("{id}/reservations")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public BudgetView reservations(@PathParam("id") String id) {
        return BudgetView.of(lookups.use(found(id)).budget());
    }

    /** What changes would do, without making them. */
    @POST
    @Path("{id}/reservations/what-if")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public WhatIfView whatIf(@PathParam("id") String id, @Nullable WhatIfRequest request) {
        Fields fields = new Fields();
        var changes = WhatIfRequest.read(Requests.body(request), fields);
        fields.check();
        WhatIf.Answer answer = Problems.acceptedOrThrow(whatIf.ask(arrayId(id), changes.get()));
        return new WhatIfView(
                answer.refusals().isEmpty(),
                answer.changes(),
                answer.before().used(),
                answer.after().used(),
                answer.after().limit(),
                BudgetView.of(answer.before()),
                BudgetView.of(answer.after()),
                answer.refusals().isEmpty() ? null : problem(Problems.errors(answer.refusals())));
    }

    private static Map<String, Object> problem(List<Map<String, Object>> errors) {
        return errors.getFirst();
    }

    private StorageArrayState found(String id) {
        return lookups.find(StorageArrayState.class, arrayId(id).value())
                .orElseThrow(() -> Problems.notFound(EntityKind.STORAGE_ARRAY, id));
    }

    private static Response attachment(StorageArrayState array, HostId host) {
        AttachmentView view =
                array.attachments().stream()
                        .filter(attachment -> attachment.host().equals(host))
                        .findAny()
                        .map(attachment -> AttachmentView.of(array, attachment))
                        .orElseThrow(() ->
                                Problems.of(new StorageRefusal.NotAttached(array.array(), host)));
        return Answers.ok(new Revision(array.revision()), view);
    }

    private static Response answer(StorageArrayState array) {
        return Answers.ok(new Revision(array.revision()), ArrayView.of(array));
    }

    private static ArrayId arrayId(String id) {
        return Problems.addressed(EntityKind.STORAGE_ARRAY, id, ArrayId::new);
    }

    private static HostId hostId(String id) {
        return Problems.addressed(EntityKind.HOST, id, HostId::new);
    }
}
