package io.berth.replica.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.berth.replica.app.AdviseOnDisasters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** Advice on disaster recovery over HTTP. */
@Path("/api/v1/dr-advice")
@RunOnVirtualThread
public class AdviceResource {
    private final AdviseOnDisasters advise;

    AdviceResource(AdviseOnDisasters advise) {
        this.advise = advise;
    }

    /** Compares the ways to protect VMs against the loss of a site. Nothing is changed or kept. */
    @POST
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public AdviceView advise(@Nullable AdviceRequest request) {
        Fields fields = new Fields();
        var asked = AdviceRequest.read(Requests.body(request), fields);
        fields.check();
        AdviceRequest.Asked read = asked.get();
        return AdviceView.of(Problems.acceptedOrThrow(advise.advise(read.figures(), read.ends())));
    }
}
