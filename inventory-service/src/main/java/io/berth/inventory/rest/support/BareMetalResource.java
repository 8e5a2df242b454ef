package io.berth.inventory.rest.support;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.inventory.domain.support.BareMetalRules;
import io.berth.inventory.domain.support.BmcRules;
import io.berth.inventory.domain.support.Readiness;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** Reports whether a host can be deployed on bare metal. Nothing is changed. */
@Path("/api/v1/bare-metal")
@RunOnVirtualThread
public class BareMetalResource {
    private final BareMetalRules rules;
    private final BmcRules bmc;

    BareMetalResource(Rulebook rulebook) {
        this.rules = rulebook.read(BareMetalRules.class);
        this.bmc = rulebook.read(BmcRules.class);
    }

    @POST
    @Path("readiness")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Readiness readiness(@Nullable BareMetalRequest request) {
        Fields fields = new Fields();
        var plan = BareMetalRequest.read(Requests.body(request), fields);
        fields.check();
        return rules.judge(plan.get(), bmc);
    }
}
