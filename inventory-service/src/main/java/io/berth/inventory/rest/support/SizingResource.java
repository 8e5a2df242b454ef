package io.berth.inventory.rest.support;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.inventory.app.support.Installation;
import io.berth.inventory.domain.support.InstallationSizing;
import io.berth.inventory.domain.support.SizingAdvice;
import io.berth.inventory.domain.support.SizingAdviser;
import io.berth.inventory.domain.support.SizingTable;
import io.berth.inventory.domain.support.SoftwareRules;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** Says what machines must have: those of a manager, and those that Berth runs on now. */
@Path("/api/v1/sizing")
@RunOnVirtualThread
public class SizingResource {
    private final SizingTable table;
    private final SizingAdviser adviser;
    private final Installation installation;

    SizingResource(Rulebook rulebook, Installation installation) {
        this.table = rulebook.read(SizingTable.class);
        this.adviser = new SizingAdviser(table, rulebook.read(SoftwareRules.class));
        this.installation = installation;
    }

    @POST
    @Path("advice")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public SizingAdvice advise(@Nullable SizingRequest request) {
        Fields fields = new Fields();
        var plan = SizingRequest.read(Requests.body(request), fields);
        fields.check();
        return Problems.acceptedOrThrow(adviser.advise(plan.get()));
    }

    @GET
    @Path("table")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public SizingTable table() {
        return table;
    }

    /** Judged from this instance of inventory-service. */
    @GET
    @Path("installation")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public InstallationSizing.Judgement installation() {
        return installation.judge();
    }
}
