package io.berth.kit.app;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.kit.outbox.Outbox;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A resource that shows every way of answering. */
@Path("/api/v1/notes")
@RunOnVirtualThread
public class NotesResource {
    private final EntityManager entities;
    private final Outbox outbox;

    @Inject
    public NotesResource(EntityManager entities, Outbox outbox) {
        this.entities = entities;
        this.outbox = outbox;
    }

    public record NewNote(
            @NotBlank String id, @NotBlank String text, @Min(1) int stars, @Nullable HostId host) {}

    public record Note(String id, String text) {}

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Transactional
    public Note create(@Valid NewNote note) {
        NoteEntity entity = new NoteEntity();
        entity.id = note.id();
        entity.text = note.text();
        entities.persist(entity);
        outbox.put(
                Topics.HOST_COMMANDS,
                new ReportVms(new HostId(note.id()), new CommandId("c-" + note.id())));
        if (note.text().equals("fail after put")) {
            throw new IllegalStateException("secret: the password is swordfish");
        }
        return new Note(entity.id, entity.text);
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR})
    public Page<String> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        String after = request.after();
        List<String> found =
                IntStream.range(0, 250)
                        .mapToObj("note-%03d"::formatted)
                        .filter(id -> after == null || id.compareTo(after) > 0)
                        .limit(request.fetch())
                        .toList();
        return Page.of(request, found, id -> id);
    }

    @GET
    @Path("missing/{id}")
    @RolesAllowed(Roles.VIEWER)
    public Note missing(@PathParam("id") String id) {
        throw new ProblemException(Problem.notFound("note", id));
    }

    @GET
    @Path("stale")
    @RolesAllowed(Roles.VIEWER)
    public Note stale() {
        throw new OptimisticLockException("row 7 of table note");
    }

    @GET
    @Path("forgotten")
    public Note forgotten() {
        return new Note("forgotten", "nobody said who may read this");
    }
}
