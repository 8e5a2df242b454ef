package io.berth.inventory.rest.support;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.inventory.BmcProtocol;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.inventory.domain.support.BmcRules;
import io.berth.inventory.domain.support.GuestClusterRules;
import io.berth.inventory.domain.support.GuestJudgement;
import io.berth.inventory.domain.support.GuestRules;
import io.berth.inventory.domain.support.SupportMatrix;
import io.berth.inventory.rest.HypervisorBody;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** Asks the rulebook about a host before there is one. Nothing is changed. */
@Path("/api/v1/support")
@RunOnVirtualThread
public class SupportResource {
    private final SupportMatrix matrix;
    private final BmcRules bmc;
    private final GuestRules guests;
    private final GuestClusterRules guestClusters;

    SupportResource(Rulebook rulebook) {
        this.matrix = rulebook.read(SupportMatrix.class);
        this.bmc = rulebook.read(BmcRules.class);
        this.guests = rulebook.read(GuestRules.class);
        this.guestClusters = rulebook.read(GuestClusterRules.class);
    }

    /** The protocol of a management controller, in words. */
    record BmcRequest(@Nullable String protocol) {}

    /** The protocol of a management controller that is accepted. */
    record BmcView(BmcProtocol protocol) {}

    @POST
    @Path("host-check")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public HostAnswerView checkHost(@Nullable HypervisorBody request) {
        Fields fields = new Fields();
        var host = HypervisorBody.read(Requests.body(request), fields);
        fields.check();
        return HostAnswerView.of(matrix.judge(host.get()));
    }

    @POST
    @Path("bmc-check")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public BmcView checkBmc(@Nullable BmcRequest request) {
        Fields fields = new Fields();
        var protocol =
                Texts.required(
                        "protocol", Requests.body(request).protocol(), Hypervisor.MAX_TEXT, fields);
        fields.check();
        return new BmcView(Problems.acceptedOrThrow(bmc.accept(protocol.get())));
    }

    @POST
    @Path("guest-check")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public GuestJudgement checkGuest(@Nullable GuestRequest request) {
        Fields fields = new Fields();
        var asked = GuestRequest.read(Requests.body(request), fields);
        fields.check();
        return guests.judge(asked.get().guest(), asked.get().vcpus(), asked.get().host());
    }

    @POST
    @Path("guest-cluster-check")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public GuestClusterRules.Judgement checkGuestCluster(@Nullable GuestClusterRequest request) {
        Fields fields = new Fields();
        var cluster = GuestClusterRequest.read(Requests.body(request), fields);
        fields.check();
        return guestClusters.judge(cluster.get());
    }
}
