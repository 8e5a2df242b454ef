package io.berth.keyvault.app;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.RecordsUnprotected;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.contracts.keyvault.UnprotectRefused;
import io.berth.keyvault.app.KeyvaultMetrics.Operation;
import io.berth.keyvault.crypto.Ciphertext;
import io.berth.keyvault.crypto.Opening;
import io.berth.keyvault.crypto.RecordCipher;
import io.berth.keyvault.crypto.RingKey;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import io.berth.kit.outbox.Outbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Outbox outbox;
    private final Vault vault;
    private final KeyvaultMetrics metrics;

    Unprotecting(Admission admission, Outbox outbox, Vault vault, KeyvaultMetrics metrics) {
        this.admission = admission;
        this.outbox = outbox;
        this.vault = vault;
        this.metrics = metrics;
    }

    /**
     * A record to open.
     *
     * @param ciphertext as it was given out, in base64
     */
    public record Closed(RecordRef record, String ciphertext) {}

    /** What came of one record. */
    public record Result(RecordRef record, Opening opening) {}

    /** Opens records, in the order of the request; the caller overwrites the plaintexts. */
    public Outcome<List<Result>> unprotect(Caller caller, RingId id, List<Closed> records) {
        Optional<Refusal> wrong = Admission.wrongNumber(records.size());
        return switch (admission.admit(caller, id)) {
            case Outcome.Refused<Ring>(Refusal refusal) -> {
                refused(caller, id, records, refusal);
                yield new Outcome.Refused<>(refusal);
            }
            case Outcome.Done<Ring>(Ring ring) -> {
                if (wrong.isPresent()) {
                    metrics.refused(Operation.UNPROTECT, wrong.get(), records.size());
                    yield new Outcome.Refused<>(wrong.get());
                }
                yield new Outcome.Done<>(open(caller, ring, records));
            }
        };
    }

    /** Somebody who may not asked for plaintexts: that is worth a record, if it names any. */
    private void refused(Caller caller, RingId id, List<Closed> records, Refusal refusal) {
        metrics.refused(Operation.UNPROTECT, refusal, records.size());
        if (refusal instanceof Refusal.RingNotPermitted
                && Admission.wrongNumber(records.size()).isEmpty()) {
            List<RecordRef> refs = records.stream().map(Closed::record).toList();
            QuarkusTransaction.requiringNew()
                    .run(() ->
                            outbox.put(
                                    Topics.KEYVAULT_AUDIT,
                                    new UnprotectRefused(
                                            id,
                                            refs,
                                            UnprotectRefusal.NOT_PERMITTED,
                                            caller.principal())));
        }
    }

    private List<Result> open(Caller caller, Ring ring, List<Closed> records) {
        List<Result> results = new ArrayList<>(records.size());
        boolean audited = false;
        try {
            for (Closed closed : records) {
                results.add(new Result(closed.record(), open(ring, closed)));
            }
            QuarkusTransaction.requiringNew().run(() -> audit(caller, ring.id(), results));
            audited = true;
        } finally {
            if (!audited) {
                destroy(results);
            }
        }
        metrics.unprotected(results);
        return results;
    }

    private Opening open(Ring ring, Closed closed) {
        Optional<Ciphertext> read = Ciphertext.ofText(closed.ciphertext());
        if (read.isEmpty()) {
            return new Opening.Refused(UnprotectRefusal.MALFORMED);
        }
        Ciphertext ciphertext = read.get();
        RingKey key = vault.keys().find(ring, ciphertext.version()).orElse(null);
        return RecordCipher.open(
                vault.keys().tenant(), ciphertext, ring.id(), key, closed.record());
    }

    private void audit(Caller caller, RingId ring, List<Result> results) {
        List<RecordRef> opened = new ArrayList<>();
        Map<UnprotectRefusal, List<RecordRef>> refused = new EnumMap<>(UnprotectRefusal.class);
        for (Result result : results) {
            switch (result.opening()) {
                case Opening.Opened _ -> opened.add(result.record());
                case Opening.Refused(UnprotectRefusal reason) ->
                        refused.computeIfAbsent(reason, _ -> new ArrayList<>())
                                .add(result.record());
            }
        }
        if (!opened.isEmpty()) {
            outbox.put(
                    Topics.KEYVAULT_AUDIT,
                    new RecordsUnprotected(ring, opened, caller.principal()));
        }
        refused.forEach((reason, refs) ->
                outbox.put(
                        Topics.KEYVAULT_AUDIT,
                        new UnprotectRefused(ring, refs, reason, caller.principal())));
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
