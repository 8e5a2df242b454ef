package io.berth.simulator.rest;

import io.berth.contracts.ids.HostId;
import io.berth.simulator.enrolment.Enroller;
import io.berth.simulator.enrolment.Standing;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;

/** The certificate of a simulated host, on its disk. */
@Path("/api/v1/fleet/{id}/certificate")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CertificateResource {
    private final Enroller enroller;

    @Inject
    public CertificateResource(Enroller enroller) {
        this.enroller = enroller;
    }

    /** How it stands with monitoring. */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
    public Standing show(@PathParam("id") String id) {
        return enroller.standing(new HostId(id)).orElseThrow(() -> none(id));
    }

    /** As if the host had been installed anew: it forgets its key, and joins again. */
    @DELETE
    @RolesAllowed(Roles.OPERATOR)
    public void forget(@PathParam("id") String id) throws IOException {
        if (enroller.standing(new HostId(id)).isEmpty()) {
            throw none(id);
        }
        enroller.forget(new HostId(id));
    }

    private static ProblemException none(String id) {
        return ProblemException.missing(
                "not-enrolled",
                "Host " + id + " is not simulated here, or no host joins",
                "Set berth.simulator.enrolment.monitoring, and add the host to the fleet.");
    }
}
