package io.berth.monitoring.rest.alert;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.alerts.AlertSubjectKind;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.monitoring.app.alert.Notifications;
import io.berth.monitoring.domain.alert.AlertRule;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The rules that raise alerts, and what to do about each. */
@Path("/api/v1")
@RunOnVirtualThread
public class AlertRulesResource {
    private static final String MARKDOWN = "text/markdown;charset=UTF-8";

    private final Notifications notifications;

    @Inject
    public AlertRulesResource(Notifications notifications) {
        this.notifications = notifications;
    }

    /** A rule, as it is shown. */
    public record RuleView(
            String rule,
            AlertSeverity severity,
            AlertSubjectKind subjects,
            String title,
            String runbook) {}

    @GET
    @Path("alert-rules")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "List the rules that raise alerts")
    public List<RuleView> rules() {
        return Arrays.stream(AlertRule.values())
                .map(rule ->
                        new RuleView(
                                rule.code(),
                                rule.severity(),
                                rule.subjects(),
                                rule.title(),
                                notifications.runbook(rule)))
                .toList();
    }

    @GET
    @Path("runbooks/{rule}")
    @Produces(MARKDOWN)
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "Read what to do about alerts of a rule")
    public String runbook(@PathParam("rule") String code) {
        AlertRule rule =
                AlertRule.withCode(code)
                        .orElseThrow(
                                () -> new ProblemException(Problem.notFound("alert rule", code)));
        String file = "/runbooks/" + rule.code() + ".md";
        try (InputStream page = AlertRulesResource.class.getResourceAsStream(file)) {
            if (page == null) {
                throw new IllegalStateException("this build lacks " + file);
            }
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
