package io.berth.replica.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.SiteId;
import io.berth.contracts.replica.RelationshipSettings;
import io.berth.kit.rest.EntityTags;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.berth.replica.app.SiteLinks;
import io.berth.replica.domain.SiteLink;
import io.berth.replica.domain.Window;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Site links over HTTP: what replication may send from one place to another. */
@Path("/api/v1/site-links")
@RunOnVirtualThread
public class SiteLinksResource {
    private final SiteLinks links;

    SiteLinksResource(SiteLinks links) {
        this.links = links;
    }

    /** A window with another rate. */
    record RatedRequest(@Nullable String window, @Nullable Long bytesPerSecond) {}

    /**
     * A link that is wished for.
     *
     * @param from {@code site:…}, {@code group:…} or {@code host:…}
     * @param bytesPerSecond of the line
     * @param sharePercent for replication outside of the windows; 100 when absent
     */
    record Request(
            @Nullable String from,
            @Nullable String to,
            @Nullable Long bytesPerSecond,
            @Nullable Integer sharePercent,
            @Nullable String zone,
            @Nullable List<@Nullable RatedRequest> windows) {}

    /** A window with another rate. */
    record RatedView(String window, long bytesPerSecond) {}

    /**
     * A link as people see it.
     *
     * @param rateNow what replication may send now, in bytes per second
     * @param takenNow what running cycles have taken of that
     */
    record View(
            String id,
            String from,
            String to,
            long bytesPerSecond,
            int sharePercent,
            String zone,
            List<RatedView> windows,
            long rateNow,
            long takenNow,
            long revision) {
        static View of(SiteLinks.Seen seen) {
            SiteLink link = seen.link();
            return new View(
                    link.id(),
                    link.from().toString(),
                    link.to().toString(),
                    link.bytesPerSecond(),
                    link.sharePercent(),
                    link.zone().getId(),
                    link.windows().stream()
                            .map(it -> new RatedView(it.window().toString(), it.bytesPerSecond()))
                            .toList(),
                    seen.rateNow(),
                    seen.takenNow(),
                    link.revision());
        }
    }

    /** All links, at most {@link SiteLink#MAX_LINKS}. */
    record Views(List<View> items) {}

    /** All links by id. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Views list() {
        return new Views(links.all().stream().map(View::of).toList());
    }

    /** One link. */
    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        SiteLinks.Seen seen = links.find(id).orElseThrow(() -> Problems.noLink(id));
        return tagged(seen);
    }

    /** Makes a link or changes it; running cycles keep their rates. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response put(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable Request request) {
        Long expected = EntityTags.expected(ifMatch);
        Request asked = Requests.body(request);
        Fields fields = new Fields();
        // Ids of links follow the rule of all ids.
        Supplier<SiteId> name = fields.read("id", id, SiteId::new);
        var from = fields.read("from", asked.from(), SiteLink.End::parse);
        var to = fields.read("to", asked.to(), SiteLink.End::parse);
        var rate = fields.present("bytesPerSecond", asked.bytesPerSecond());
        var share = fields.optionalRange("sharePercent", asked.sharePercent(), 1, 100);
        Supplier<ZoneId> zone =
                asked.zone() == null
                        ? () -> ZoneOffset.UTC
                        : fields.read("zone", asked.zone(), SettingsRequest::zone);
        Supplier<List<SiteLink.Rated>> windows =
                fields.optionalList(
                        "windows",
                        asked.windows(),
                        RelationshipSettings.MAX_WINDOWS,
                        SiteLinksResource::rated);
        fields.check();
        Integer percent = share.get();
        Problems.acceptedOrThrow(
                links.put(
                        name.get().value(),
                        revision ->
                                new SiteLink(
                                        id,
                                        from.get(),
                                        to.get(),
                                        rate.get(),
                                        percent == null ? 100 : percent,
                                        windows.get(),
                                        zone.get(),
                                        revision),
                        expected));
        return tagged(links.find(id).orElseThrow(() -> Problems.noLink(id)));
    }

    /** Removes a link; running cycles keep their rates. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public void remove(@PathParam("id") String id) {
        if (!links.remove(id)) {
            throw Problems.noLink(id);
        }
    }

    private static Supplier<SiteLink.Rated> rated(RatedRequest request, Fields fields) {
        var window = fields.read("window", request.window(), Window::parse);
        var rate = fields.present("bytesPerSecond", request.bytesPerSecond());
        return () -> new SiteLink.Rated(window.get(), rate.get());
    }

    private static Response tagged(SiteLinks.Seen seen) {
        return Response.ok(View.of(seen)).tag(EntityTags.of(seen.link().revision())).build();
    }
}
