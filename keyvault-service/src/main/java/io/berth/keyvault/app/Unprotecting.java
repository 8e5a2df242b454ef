package io.berth.keyvault.app;

import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.RecordsUnprotected;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.contracts.keyvault.UnprotectRefused;
import io.berth.keyvault.app.KeyvaultMetrics.Operation;
import io.berth.keyvault.crypto.Opening;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens records, each by itself: one that is refused does not hide the others.
 *
 * <p>Plaintexts are given out only after the audit events are saved; when that fails they are
 * overwritten and nobody gets them. Refusals are audited too, also those of callers who may not use
 * the ring.
 */
@ApplicationScoped
public class Unprotecting {
    private final Admission admission;
    private final Opener opener;
    private final Audit audit;
    private final KeyvaultMetrics metrics;

    Unprotecting(Admission admission, Opener opener, Audit audit, KeyvaultMetrics metrics) {
        this.admission = admission;
        this.opener = opener;
        this.audit = audit;
        this.metrics = metrics;
    }

    /**
     * A record to open.
     *
     * @param ciphertext as it was given out, in base64
     */
    public record Closed(RecordRef record, String ciphertext) {}

    /**
     * What came of one record.
     *
     * @param why the figures of a refusal that has any
     */
    public record Result(RecordRef record, Opening opening, @Nullable Refusal why) {}

    /** Opens records, in the order of the request; the caller overwrites the plaintexts. */
    public Outcome<List<Result>> unprotect(Caller caller, RingId id, List<Closed> records) {
        return switch (admit(caller, id, records, Operation.UNPROTECT)) {
            case Outcome.Refused<Ring>(Refusal refusal) -> new Outcome.Refused<>(refusal);
            case Outcome.Done<Ring>(Ring ring) -> new Outcome.Done<>(open(caller, ring, records));
        };
    }

    /** The ring, if the caller may open with it and asks for a fit number; audited otherwise. */
    Outcome<Ring> admit(Caller caller, RingId id, List<Closed> records, Operation operation) {
        Optional<Refusal> wrong = Admission.wrongNumber(records.size());
        return switch (admission.admit(caller, id)) {
            case Outcome.Refused<Ring>(Refusal refusal) -> {
                refused(caller, id, records, refusal, operation);
                yield new Outcome.Refused<>(refusal);
            }
            case Outcome.Done<Ring>(Ring ring) -> {
                if (wrong.isPresent()) {
                    metrics.refused(operation, wrong.get(), records.size());
                    yield new Outcome.Refused<>(wrong.get());
                }
                yield new Outcome.Done<>(ring);
            }
        };
    }

    /** Somebody who may not asked for plaintexts: that is worth a record, if it names any. */
    private void refused(
            Caller caller, RingId id, List<Closed> records, Refusal refusal, Operation operation) {
        metrics.refused(operation, refusal, records.size());
        if (refusal instanceof Refusal.RingNotPermitted
                && Admission.wrongNumber(records.size()).isEmpty()) {
            List<RecordRef> refs = records.stream().map(Closed::record).toList();
            audit.record(
                    List.of(
                            new UnprotectRefused(
                                    id, refs, UnprotectRefusal.NOT_PERMITTED, caller.principal())));
        }
    }

    private List<Result> open(Caller caller, Ring ring, List<Closed> records) {
        List<Result> results = opener.open(ring, records);
        boolean audited = false;
        try {
            audit(caller, ring.id(), results);
            audited = true;
        } finally {
            if (!audited) {
                destroy(results);
            }
        }
        metrics.unprotected(results);
        return results;
    }

    private void audit(Caller caller, RingId ring, List<Result> results) {
        List<RecordRef> opened = new ArrayList<>();
        for (Result result : results) {
            switch (result.opening()) {
                case Opening.Opened _ -> opened.add(result.record());
                case Opening.Refused _ -> {}
            }
        }
        List<KeyAuditEvent> events = new ArrayList<>();
        if (!opened.isEmpty()) {
            events.add(new RecordsUnprotected(ring, opened, caller.principal()));
        }
        events.addAll(Opener.refusals(caller, ring, results));
        audit.record(events);
    }

    /** Overwrites the plaintexts among results. */
    public static void destroy(List<Result> results) {
        for (Result result : results) {
            switch (result.opening()) {
                case Opening.Opened opened -> opened.plaintext().destroy();
                case Opening.Refused _ -> {}
            }
        }
    }
}
