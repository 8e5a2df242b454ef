package io.berth.inventory.rest.estate;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.inventory.app.estate.EstateConfig;
import io.berth.inventory.app.estate.EstateImports;
import io.berth.inventory.domain.estate.EstateImport;
import io.berth.inventory.domain.estate.EstateRefusal;
import io.berth.inventory.rest.Problems;
import io.berth.kit.rest.OwnBodyLimit;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Imports of an estate over HTTP. */
@Path(ImportsResource.PATH)
@RunOnVirtualThread
public class ImportsResource {
    static final String PATH = "/api/v1/estate/imports";
    private static final int BUFFER = 64 * 1024;

    private final EstateImports imports;
    private final ElementReading elements;
    private final EstateConfig config;

    ImportsResource(EstateImports imports, ElementReading elements, EstateConfig config) {
        this.imports = imports;
        this.elements = elements;
        this.config = config;
    }

    /** The remembered imports. */
    record Remembered(List<ImportView> items) {}

    /** Takes a file and begins its import; the answer tells where to look at it. */
    @POST
    @RolesAllowed(ADMINISTRATOR)
    @OwnBodyLimit
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", "application/json"})
    public Response begin(
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            InputStream body) {
        boolean yaml = type.toLowerCase(Locale.ROOT).contains("yaml");
        EstateImport begun =
                Problems.acceptedOrThrow(
                        imports.begin(new EstateDocument(kept(body), yaml, elements), dryRun));
        return Response.accepted(ImportView.of(begun))
                .location(URI.create(PATH + "/" + begun.id()))
                .build();
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Remembered list() {
        return new Remembered(imports.all().stream().map(ImportView::of).toList());
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public ImportView get(@PathParam("id") String id) {
        return ImportView.of(Problems.acceptedOrThrow(imports.find(number(id))));
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw Problems.of(new EstateRefusal.ImportNotFound(id));
        }
    }

    /** The body as a file that only this service can read. */
    private java.nio.file.Path kept(@Nullable InputStream body) {
        long max = config.maxFile().asLongValue();
        try {
            java.nio.file.Path file = Files.createTempFile("berth-estate-", ".in");
            try (OutputStream out = Files.newOutputStream(file)) {
                byte[] buffer = new byte[BUFFER];
                long length = 0;
                for (int n; body != null && (n = body.read(buffer)) >= 0; ) {
                    length += n;
                    if (length > max) {
                        throw tooLarge(max);
                    }
                    out.write(buffer, 0, n);
                }
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException tooLarge(long max) {
        return new ProblemException(
                Problem.of(
                                413,
                                "estate-file-too-large",
                                "The estate file is too large",
                                "The file has more than " + max + " bytes; nothing was read of it.")
                        .with("maxBytes", max)
                        .withHint(
                                "Split it by management group, or raise"
                                        + " berth.inventory.estate.max-file."));
    }
}
