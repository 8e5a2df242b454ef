package io.berth.inventory.rest.storage;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.StorageProtocol;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.storage.Arrays;
import io.berth.inventory.app.storage.StorageLookups;
import io.berth.inventory.app.storage.WhatIf;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.domain.storage.ArrayDraft;
import io.berth.inventory.domain.storage.StorageRefusal;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.IfMatch;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import io.berth.inventory.rest.storage.ArrayViews.ArrayView;
import io.berth.inventory.rest.storage.ArrayViews.AttachmentView;
import io.berth.inventory.rest.storage.ArrayViews.BudgetView;
import io.berth.inventory.rest.storage.ArrayViews.ProfileView;
import io.berth.inventory.rest.storage.ArrayViews.WhatIfView;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Storage arrays, the hosts at them and their persistent reservations over HTTP. */
@Path("/api/v1/arrays")
public class ArraysResource extends KindResource<ArrayRequest, StorageArrayState, ArrayView> {
    private final Arrays arrays;
    private final WhatIf whatIf;
    private final StorageLookups lookups;

    /** How a host is connected. */
    record AttachmentRequest(@Nullable StorageProtocol protocol, @Nullable Integer connections) {}

    ArraysResource(Entries entries, Arrays arrays, WhatIf whatIf, StorageLookups lookups) {
        super(
                entries,
                Kind.of(StorageArrayState.class, ArrayId::new, ArrayView::of)
                        .drafted(
                                ArrayRequest::read,
                                ArrayDraft::id,
                                arrays::create,
                                arrays::replace,
                                arrays::remove)
                        .filed(EstateSection.STORAGE_ARRAYS, ArrayRequest.class, ArrayRequest::of)
                        .listed(list ->
                                list.byId("site", "site")
                                        .byText("model", "model", StorageArrayState::model)
                                        .byText("profile", "profile", StorageArrayState::profile)
                                        .byEntry("host", "attachments", "host")
                                        .byNumber(
                                                "modules",
                                                "modules",
                                                Integer::valueOf,
                                                StorageArrayState::modules)));
        this.arrays = arrays;
        this.whatIf = whatIf;
        this.lookups = lookups;
    }

    /** What the rulebook knows of models. */
    @GET
    @Path("profiles")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public List<ProfileView> profiles() {
        return arrays.profiles().profiles().stream().map(ProfileView::of).toList();
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
        var attachment =
                ArrayRequest.AttachmentBody.read(
                        () -> which, body.protocol(), body.connections(), fields);
        fields.check();
        StorageArrayState array =
                Problems.acceptedOrThrow(
                        arrays.attach(arrayId(id), attachment.get(), IfMatch.revision(ifMatch)));
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
                arrays.detach(arrayId(id), hostId(host), IfMatch.revision(ifMatch)));
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

    private static ArrayId arrayId(String id) {
        return Problems.addressed(EntityKind.STORAGE_ARRAY, id, ArrayId::new);
    }

    private static HostId hostId(String id) {
        return Problems.addressed(EntityKind.HOST, id, HostId::new);
    }
}
