package io.berth.keyvault.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.berth.keyvault.app.AuditTrail;
import io.berth.keyvault.app.AuditVerifying;
import io.berth.keyvault.app.AuditVerifying.Report;
import io.berth.keyvault.domain.audit.AuditEntry;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The audit trail over HTTP: who did what with which keys, and whether the trail is whole. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuditResource {
    private final AuditTrail trail;
    private final AuditVerifying verifying;

    AuditResource(AuditTrail trail, AuditVerifying verifying) {
        this.trail = trail;
        this.verifying = verifying;
    }

    /**
     * An entry as it is shown.
     *
     * @param event as it is on the topic
     * @param hash binds the entry and all before it
     */
    record EntryView(
            long sequence,
            String eventId,
            String type,
            String principal,
            Instant at,
            @JsonRawValue String event,
            String hash) {
        static EntryView of(AuditEntry entry) {
            return new EntryView(
                    entry.sequence(),
                    entry.eventId(),
                    entry.type(),
                    entry.principal(),
                    entry.at(),
                    entry.payload(),
                    entry.hash());
        }
    }

    /**
     * How far the trail reaches.
     *
     * @param first the oldest entry that is kept
     * @param published the newest sequence that the topic was told of
     */
    record HeadView(long first, long sequence, String hash, long published) {
        static HeadView of(ChainHead head) {
            return new HeadView(head.first(), head.sequence(), head.hash(), head.published());
        }
    }

    /** A wish to verify. */
    record VerifyRequest(@Nullable Long after) {}

    /** What is wrong. */
    record FindingView(String code, String detail) {}

    /**
     * What a walk found.
     *
     * @param whole whether nothing is wrong with what was walked
     * @param next to be sent as {@code after} for the rest; absent at the end of the trail
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReportView(
            boolean whole,
            long from,
            long to,
            long head,
            int publishedHeads,
            List<FindingView> findings,
            @Nullable Long next) {}

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR})
    @Operation(summary = "List the entries of the audit trail, the newest first")
    public Page<EntryView> list(
            @QueryParam("ring") @Nullable String ring,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        String only = ring == null || ring.isEmpty() ? null : Problems.ring(ring).value();
        return Page.of(
                page,
                trail.newest(page.afterNumber(Long.MAX_VALUE), only, page.fetch()).stream()
                        .map(EntryView::of)
                        .toList(),
                entry -> Long.toString(entry.sequence()));
    }

    @GET
    @Path("head")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR})
    @Operation(summary = "Show how far the audit trail reaches")
    public HeadView head() {
        return HeadView.of(trail.head());
    }

    @POST
    @Path("reseal")
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Seal a head that was altered as it stands now",
            description =
                    "After somebody has found out why. The topic is told at once, with the"
                            + " caller's name.")
    public HeadView reseal(@Context SecurityContext context) {
        return HeadView.of(trail.reseal(Callers.principal(context)));
    }

    @POST
    @Path("verify")
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Look for entries that were changed, removed, moved or cut off",
            description =
                    "Walks up to 20,000 entries above after and compares them with the heads that"
                            + " the topic was told of; send next as after for the rest.")
    public ReportView verify(@Nullable VerifyRequest request) {
        Fields fields = new Fields();
        Long wanted = request == null ? null : request.after();
        Supplier<Long> after =
                fields.range("after", wanted == null ? 0L : wanted, 0, Long.MAX_VALUE - 1);
        fields.check();
        Map<Long, String> heads;
        try {
            heads = verifying.heads();
        } catch (KafkaException e) {
            throw Problems.brokerUnavailable();
        }
        Report report = verifying.verify(after.get(), heads);
        return new ReportView(
                report.findings().isEmpty(),
                report.from(),
                report.to(),
                report.head(),
                report.publishedHeads(),
                report.findings().stream()
                        .map(finding -> new FindingView(finding.code(), finding.detail()))
                        .toList(),
                report.complete() ? null : report.to());
    }
}
