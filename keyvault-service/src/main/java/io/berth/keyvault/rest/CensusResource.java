package io.berth.keyvault.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.CensusReported;
import io.berth.keyvault.app.Census;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.HolderCount;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Target;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.berth.kit.security.Roles;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How many ciphertexts of each key exist, as their holders count them. */
@Path("/api/v1/rings/{id}/census")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CensusResource {
    private final Census census;
    private final Guard guard;

    CensusResource(Census census, Guard guard) {
        this.census = census;
        this.guard = guard;
    }

    /** Records of one key. */
    record CountBody(@Nullable Long version, @Nullable Long records) {}

    /**
     * A holder's count.
     *
     * @param countedAt when it began to count
     * @param counts by key; a key without records is left out
     */
    record CountRequest(@Nullable Instant countedAt, @Nullable List<@Nullable CountBody> counts) {}

    /** Records of one key, as they are shown. */
    record CountView(long version, long records) {}

    /**
     * A holder's newest count.
     *
     * @param countedAt absent when it never counted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HolderView(
            String holder, @Nullable Instant countedAt, long records, List<CountView> counts) {
        static HolderView of(HolderCount count) {
            return new HolderView(
                    count.holder().value(),
                    count.countedAt(),
                    count.total(),
                    count.records().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(entry -> new CountView(entry.getKey().value(), entry.getValue()))
                            .toList());
        }
    }

    @GET
    @Authenticated
    @Operation(summary = "Show what each holder of ciphertexts of a ring counted, by key")
    public List<HolderView> list(@PathParam("id") String id, @Context SecurityContext context) {
        RingId ring = Problems.ring(id);
        guard.require(context, Right.GENERIC_READ, new Target.OfRing(ring));
        return Problems.doneOrThrow(census.of(ring)).stream().map(HolderView::of).toList();
    }

    @PUT
    @Path("{holder}")
    @RolesAllowed(Roles.SERVICE)
    @Operation(
            summary = "Report how many ciphertexts of each key the caller keeps",
            description =
                    "{countedAt, counts: [{version, records}]}; countedAt is when counting began."
                            + " Only the holder itself may.")
    public HolderView report(
            @PathParam("id") String id,
            @PathParam("holder") String holder,
            @Nullable CountRequest request,
            @Context SecurityContext context) {
        RingId ring = Problems.ring(id);
        Principal counter = Problems.holder(ring, holder);
        CountRequest body = Requests.body(request);
        Fields fields = new Fields();
        Supplier<Instant> countedAt = fields.present("countedAt", body.countedAt());
        Supplier<List<CountView>> counts =
                fields.list("counts", body.counts(), CensusReported.MAX_COUNTS, this::count);
        fields.check();
        Map<KeyVersion, Long> records = new HashMap<>();
        for (CountView count : counts.get()) {
            if (records.put(new KeyVersion(count.version()), count.records()) != null) {
                fields.fault("counts", "version " + count.version() + " stands twice");
            }
        }
        fields.check();
        return HolderView.of(
                Problems.doneOrThrow(
                        census.report(
                                new Caller(
                                        Callers.principal(context),
                                        context.isUserInRole(Roles.SERVICE)),
                                ring,
                                new HolderCount(counter, countedAt.get(), records))));
    }

    private Supplier<CountView> count(CountBody body, Fields fields) {
        Supplier<Long> version = fields.range("version", body.version(), 1, Integer.MAX_VALUE);
        Supplier<Long> records = fields.range("records", body.records(), 1, Long.MAX_VALUE / 2048);
        return () -> new CountView(version.get(), records.get());
    }

    @DELETE
    @Path("{holder}")
    @Authenticated
    @Operation(
            summary = "Ask a holder no longer",
            description = "For one that keeps no more records and may not use the ring any more.")
    public HolderView remove(
            @PathParam("id") String id,
            @PathParam("holder") String holder,
            @Context SecurityContext context) {
        RingId ring = Problems.ring(id);
        guard.require(context, Right.GENERIC_WRITE, new Target.OfRing(ring));
        return HolderView.of(
                Problems.doneOrThrow(
                        census.remove(
                                ring, Problems.holder(ring, holder), Callers.principal(context))));
    }
}
