package io.berth.monitoring.rest.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.kit.agent.AgentMechanism;
import io.berth.kit.agent.AgentToken;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.OwnBodyLimit;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.kit.security.Roles;
import io.berth.monitoring.app.enrolment.EnrolmentSettings;
import io.berth.monitoring.app.enrolment.Enrolments;
import io.berth.monitoring.domain.enrolment.AttemptPace;
import io.berth.monitoring.domain.enrolment.EnrolmentRefusal;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** How agents get certificates. The join token is the credential: nobody has a name yet. */
@Path("/api/v1/enrolments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class EnrolmentsResource {
    /** A request with an RSA key of 4096 bits takes two thousand characters. */
    private static final int MAX_BODY = 16_384;

    private final Enrolments enrolments;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final AttemptPace pace;

    @Inject
    public EnrolmentsResource(
            Enrolments enrolments,
            EnrolmentSettings settings,
            ObjectMapper json,
            InstantSource clock) {
        this.enrolments = enrolments;
        this.json = json;
        this.clock = clock;
        this.pace = new AttemptPace(settings.failuresPerMinute(), settings.attemptsPerSecond());
    }

    /**
     * An agent that joins.
     *
     * @param certificateRequest PKCS#10 in PEM; nothing of it counts but the key
     */
    public record EnrolRequest(@Nullable String token, @Nullable String certificateRequest) {}

    /** An agent that wants its next certificate. */
    public record RenewRequest(@Nullable String certificateRequest) {}

    /**
     * A certificate.
     *
     * @param certificate in PEM
     * @param chain the certificate and that of the authority, in PEM
     * @param renewAfter when to ask for the next one
     */
    public record Certified(
            HostId host,
            CertificateSerial serial,
            String certificate,
            List<String> chain,
            Instant notBefore,
            Instant notAfter,
            Instant renewAfter) {}

    @POST
    @PermitAll
    @OwnBodyLimit
    @Operation(
            summary = "Enrol",
            description =
                    "By a join token, without any other credential. The same request with the same"
                            + " key gets the same certificate again while the token's time lasts.")
    public Response enrol(
            @RequestBody(content = @Content(schema = @Schema(implementation = EnrolRequest.class)))
                    InputStream body,
            @Context HttpServerRequest http) {
        String source = source(http);
        admit(source);
        try {
            EnrolRequest request = read(body, EnrolRequest.class);
            Fields fields = new Fields();
            var token = fields.present("token", request.token());
            var pem = fields.present("certificateRequest", request.certificateRequest());
            fields.check();
            return answer(enrolments.enrol(token.get(), pem.get()));
        } catch (ProblemException e) {
            failed(source);
            throw e;
        }
    }

    @POST
    @Path("/renew")
    @RolesAllowed(Roles.AGENT)
    @OwnBodyLimit
    @Operation(
            summary = "Renew",
            description =
                    "By a token that the agent has signed with the key of its certificate. The"
                            + " earlier certificate holds on until its own end.")
    public Response renew(
            @RequestBody(content = @Content(schema = @Schema(implementation = RenewRequest.class)))
                    InputStream body,
            @Context SecurityContext caller,
            @Context SecurityIdentity identity) {
        CertificateSerial serial = identity.getAttribute(AgentMechanism.SERIAL);
        HostId host = AgentToken.of(caller).host();
        if (serial == null || host == null) {
            throw new ProblemException(
                    Problem.of(
                                    403,
                                    "no-certificate",
                                    "The token is not one that an agent has signed",
                                    "Only a certificate gets a host its next one")
                            .withHint("Enrol with a join token: POST /api/v1/enrolments"));
        }
        RenewRequest request = read(body, RenewRequest.class);
        Fields fields = new Fields();
        var pem = fields.present("certificateRequest", request.certificateRequest());
        fields.check();
        return answer(enrolments.renew(host, serial, pem.get()));
    }

    private static Response answer(Enrolments.Answer answer) {
        return switch (answer) {
            case Enrolments.Answer.Refused(var why) -> throw EnrolmentProblems.of(why);
            case Enrolments.Answer.Certified(var certificate, var authority) ->
                    Response.ok(
                                    new Certified(
                                            certificate.host(),
                                            certificate.serial(),
                                            certificate.pem(),
                                            List.of(certificate.pem(), authority),
                                            certificate.validity().notBefore(),
                                            certificate.validity().notAfter(),
                                            certificate.validity().renewAfter()))
                            .build();
        };
    }

    private <T> T read(InputStream body, Class<T> type) {
        try {
            byte[] bytes = body.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new ProblemException(
                        Problem.of(
                                        413,
                                        "body-too-large",
                                        "Body too large",
                                        "The body has more than " + MAX_BODY + " bytes.")
                                .with("maxBytes", MAX_BODY)
                                .withHint("Send one certificate request and nothing else."));
            }
            return Requests.body(bytes.length == 0 ? null : json.readValue(bytes, type));
        } catch (JsonProcessingException e) {
            // Without the parser's words, which quote what it read: it may be a join token.
            throw Requests.bad(
                    "malformed-json",
                    "Malformed JSON",
                    "The body is not the JSON object that is expected",
                    "Send {\"token\": …, \"certificateRequest\": …} as /q/openapi describes it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void admit(String source) {
        Optional<Duration> wait;
        synchronized (pace) {
            wait = pace.attempt(source, clock.millis());
        }
        if (wait.isPresent()) {
            throw EnrolmentProblems.of(new EnrolmentRefusal.TooManyAttempts(wait.get()));
        }
    }

    private void failed(String source) {
        synchronized (pace) {
            pace.failed(source, clock.millis());
        }
    }

    /** Of IPv6 the network, since whoever has one address there has them all. */
    private static String source(HttpServerRequest http) {
        String address = http.remoteAddress() == null ? null : http.remoteAddress().hostAddress();
        if (address == null) {
            return "unknown";
        }
        String[] groups = address.split(":", -1);
        return groups.length < 8 ? address : String.join(":", List.of(groups).subList(0, 4));
    }
}
