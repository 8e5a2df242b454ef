package io.berth.replica.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.Require;
import io.berth.contracts.ids.SiteId;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.berth.replica.store.SiteForestStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which forest the hosts of a site belong to. Inventory does not know it, and Kerberos reaches no
 * further than a forest; so somebody has to say it before KERBEROS is taken.
 */
@Path("/api/v1/site-forests")
@RunOnVirtualThread
public class SiteForestsResource {
    /** Longest name of a forest, which is a DNS name. */
    static final int MAX_FOREST = 255;

    private final SiteForestStore store;

    SiteForestsResource(SiteForestStore store) {
        this.store = store;
    }

    /** What is said of a site. */
    record Request(@Nullable String forest) {}

    /** A site and its forest. */
    record View(SiteId site, String forest) {}

    /** All of them, by site. */
    record Views(List<View> items) {}

    /** All that somebody has said: one for each site, so a few. */
    @GET
    @Transactional
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Views list() {
        return new Views(
                store.all().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(Comparator.comparing(SiteId::value)))
                        .map(entry -> new View(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** The hosts of this site belong to this forest. */
    @PUT
    @Path("{site}")
    @Transactional
    @RolesAllowed(ADMINISTRATOR)
    public View put(@PathParam("site") String site, @Nullable Request request) {
        Fields fields = new Fields();
        var id = fields.read("site", site, SiteId::new);
        var forest =
                fields.read(
                        "forest",
                        Requests.body(request).forest(),
                        name -> {
                            if (name.isBlank()) {
                                throw new IllegalArgumentException("forest is empty");
                            }
                            return Require.text("forest", name, MAX_FOREST);
                        });
        fields.check();
        store.save(id.get(), forest.get());
        return new View(id.get(), forest.get());
    }

    /** Nobody knows it any more; relationships that were made keep what was agreed. */
    @DELETE
    @Path("{site}")
    @Transactional
    @RolesAllowed(ADMINISTRATOR)
    public void forget(@PathParam("site") String site) {
        Fields fields = new Fields();
        var id = fields.read("site", site, SiteId::new);
        fields.check();
        store.forget(id.get());
    }
}
