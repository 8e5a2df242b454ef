package io.berth.inventory.rest.estate;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.inventory.app.estate.EstateExport;
import io.berth.inventory.rest.kinds.Kinds;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The whole estate over HTTP, and what a file of it looks like. */
@Path("/api/v1/estate")
public class EstateResource {
    /** In the class path; a test keeps it true to what is read. */
    static final String SCHEMA = "/estate.schema.json";

    private final EstateExport export;
    private final Kinds kinds;
    private final ObjectMapper json;

    EstateResource(EstateExport export, Kinds kinds, ObjectMapper json) {
        this.kinds = kinds;
        this.export = export;
        this.json = json;
    }

    /** All that an import reads, from one snapshot. */
    @GET
    @Blocking
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Produces({"application/yaml", "application/json"})
    public Response export(@QueryParam("format") @DefaultValue("yaml") String format) {
        if (!format.equals("yaml") && !format.equals("json")) {
            throw Requests.bad(
                    "bad-format",
                    "Unknown format",
                    "format is " + format + ".",
                    "Ask for yaml or json.");
        }
        boolean yaml = format.equals("yaml");
        StreamingOutput body =
                stream -> {
                    try (EstateWriting writing = new EstateWriting(kinds, json, yaml, stream)) {
                        export.write(writing);
                    }
                };
        return Response.ok(body, "application/" + format)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"estate." + format + "\"")
                .build();
    }

    /** The JSON Schema of an estate file, for YAML and JSON alike. */
    @GET
    @Path("schema")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Produces("application/schema+json")
    public String schema() {
        try (InputStream resource = EstateResource.class.getResourceAsStream(SCHEMA)) {
            if (resource == null) {
                throw new IllegalStateException(SCHEMA + " is not in the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
