package io.berth.inventory.rest.validation;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ValidationRunId;
import io.berth.inventory.app.validation.Validations;
import io.berth.inventory.domain.validation.ValidationRefusal;
import io.berth.inventory.domain.validation.ValidationReport;
import io.berth.inventory.domain.validation.ValidationRun;
import io.berth.inventory.rest.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Single validation runs and their reports over HTTP. */
@Path("/api/v1/validations/{id}")
@RunOnVirtualThread
public class ValidationsResource {
    private final Validations validations;
    private final ReportPages pages;

    ValidationsResource(Validations validations, ReportPages pages) {
        this.validations = validations;
        this.pages = pages;
    }

    /** How far it is, and its results when it has ended. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public RunView get(@PathParam("id") String id) {
        ValidationRun run = run(id);
        return RunView.of(run, validations.report(run.id()).orElse(null));
    }

    /** The report as a page to be read, printed and handed to support. */
    @GET
    @Path("report")
    @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response report(
            @PathParam("id") String id,
            @QueryParam("download") @DefaultValue("false") boolean download) {
        ValidationRun run = run(id);
        ValidationReport report =
                validations
                        .report(run.id())
                        .orElseThrow(() ->
                                Problems.of(new ValidationRefusal.NoReport(run.id(), run.state())));
        Response.ResponseBuilder answer =
                Response.ok(pages.page(run, report))
                        .header("Content-Security-Policy", pages.contentSecurityPolicy())
                        .header("X-Content-Type-Options", "nosniff");
        if (download) {
            answer.header(
                    HttpHeaders.CONTENT_DISPOSITION,
                    "attachment; filename=\"validation-%s-%s.html\""
                            .formatted(run.cluster(), run.id()));
        }
        return answer.build();
    }

    /** What a host reported to it, as it came. */
    @GET
    @Path("facts/{host}")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response facts(@PathParam("id") String id, @PathParam("host") String host) {
        ValidationRun run = run(id);
        return Response.ok(
                        validations
                                .facts(run.id(), host)
                                .orElseThrow(() ->
                                        Problems.of(new ValidationRefusal.NoFacts(run.id(), host))))
                .build();
    }

    private ValidationRun run(String id) {
        ValidationRunId number;
        try {
            number = new ValidationRunId(Long.parseLong(id));
        } catch (IllegalArgumentException e) {
            throw Problems.of(new ValidationRefusal.NoSuchRun(id));
        }
        return validations
                .run(number)
                .orElseThrow(() -> Problems.of(new ValidationRefusal.NoSuchRun(id)));
    }
}
