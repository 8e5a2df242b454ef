package io.berth.inventory.rest.support;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.inventory.domain.support.SupportRefusal;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.inventory.rulebook.RulebookFile;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.stream.Stream;

/** The rules that are data, as they are in force: to read, to compare, to copy and extend. */
@Path("/api/v1/rulebook")
@RunOnVirtualThread
public class RulebookResource {
    private final Rulebook rulebook;

    RulebookResource(Rulebook rulebook) {
        this.rulebook = rulebook;
    }

    /**
     * A file in force.
     *
     * @param purpose its first line
     * @param replaced whether an administrator's file is in force, not the packaged one
     */
    record FileView(
            String name,
            String purpose,
            boolean replaced,
            int characters,
            String file,
            String schema) {
        static FileView of(Rulebook.Entry entry) {
            String path = "/api/v1/rulebook/" + entry.file().label();
            return new FileView(
                    entry.file().label(),
                    entry.text()
                            .lines()
                            .filter(line -> line.startsWith("# "))
                            .findFirst()
                            .map(line -> line.substring(2))
                            .orElse(""),
                    entry.origin().isPresent(),
                    entry.text().length(),
                    path,
                    path + "/schema");
        }
    }

    /** All files in force. */
    record FilesView(List<FileView> items) {}

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public FilesView list() {
        return new FilesView(rulebook.entries().stream().map(FileView::of).toList());
    }

    /** The file itself. */
    @GET
    @Path("{name}")
    @Produces("application/yaml")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public String file(@PathParam("name") String name) {
        return entry(name).text();
    }

    /** The schema of the file. */
    @GET
    @Path("{name}/schema")
    @Produces("application/schema+json")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public String schema(@PathParam("name") String name) {
        return Rulebook.schema(entry(name).file());
    }

    private Rulebook.Entry entry(String name) {
        return rulebook.entry(name)
                .orElseThrow(() ->
                        Problems.of(
                                new SupportRefusal.RulebookFileNotFound(
                                        name,
                                        Stream.of(RulebookFile.values())
                                                .map(RulebookFile::label)
                                                .toList())));
    }
}
