package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.RecordsRewrapped;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.keyvault.app.KeyvaultMetrics.Operation;
import io.berth.keyvault.app.Protecting.Plain;
import io.berth.keyvault.app.Protecting.Protected;
import io.berth.keyvault.app.Unprotecting.Closed;
import io.berth.keyvault.app.Unprotecting.Result;
import io.berth.keyvault.crypto.Opening;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges ciphertexts of older keys for ones of the current key, each by itself. The plaintext is
 * in memory for a moment and never leaves the vault; the record's name that it is bound to stays. A
 * ciphertext of the current key is tried and given back as it is, and takes no use of the key.
 */
@ApplicationScoped
public class Rewrapping {
    private final Unprotecting unprotecting;
    private final Opener opener;
    private final Protecting protecting;
    private final Audit audit;
    private final KeyvaultMetrics metrics;

    Rewrapping(
            Unprotecting unprotecting,
            Opener opener,
            Protecting protecting,
            Audit audit,
            KeyvaultMetrics metrics) {
        this.unprotecting = unprotecting;
        this.opener = opener;
        this.protecting = protecting;
        this.audit = audit;
        this.metrics = metrics;
    }

    /** What came of one record. */
    public sealed interface Rewrapped {
        /** Which record. */
        RecordRef record();

        /** It is under the current key now. */
        record Exchanged(RecordRef record, String ciphertext, KeyVersion from)
                implements Rewrapped {}

        /** It was already, and opens. */
        record Current(RecordRef record, String ciphertext) implements Rewrapped {}

        /** It was not opened. */
        record NotOpened(RecordRef record, UnprotectRefusal reason, @Nullable Refusal why)
                implements Rewrapped {}
    }

    /**
     * A request's answer.
     *
     * @param version the key that protects
     * @param records in the order of the request
     */
    public record Answer(KeyVersion version, List<Rewrapped> records) {}

    /** Exchanges ciphertexts, in the order of the request. */
    public Outcome<Answer> rewrap(Caller caller, RingId id, List<Closed> records) {
        return switch (unprotecting.admit(caller, id, records, Operation.REWRAP)) {
            case Outcome.Refused<Ring>(Refusal refusal) -> new Outcome.Refused<>(refusal);
            case Outcome.Done<Ring>(Ring ring) -> exchange(caller, ring, records);
        };
    }

    private Outcome<Answer> exchange(Caller caller, Ring ring, List<Closed> records) {
        List<Result> results = opener.open(ring, records);
        try {
            List<Plain> old = new ArrayList<>();
            for (Result result : results) {
                if (result.opening() instanceof Opening.Opened opened
                        && opened.version().isBefore(ring.current())) {
                    old.add(new Plain(result.record(), opened.plaintext()));
                }
            }
            Protected renewed = new Protected(ring.current(), List.of());
            if (!old.isEmpty()) {
                switch (protecting.seal(ring, old)) {
                    case Outcome.Refused<Protected>(Refusal refusal) -> {
                        metrics.refused(Operation.REWRAP, refusal, records.size());
                        return new Outcome.Refused<>(refusal);
                    }
                    case Outcome.Done<Protected>(Protected done) -> renewed = done;
                }
            }
            Answer answer = answer(ring, records, results, renewed);
            List<KeyAuditEvent> events = new ArrayList<>();
            if (!old.isEmpty()) {
                events.add(
                        new RecordsRewrapped(
                                ring.id(),
                                renewed.version(),
                                old.stream().map(Plain::record).toList(),
                                caller.principal()));
            }
            events.addAll(Opener.refusals(caller, ring.id(), results));
            audit.record(events);
            metrics.rewrapped(answer.records());
            return new Outcome.Done<>(answer);
        } finally {
            Unprotecting.destroy(results);
        }
    }

    private static Answer answer(
            Ring ring, List<Closed> records, List<Result> results, Protected renewed) {
        List<Rewrapped> answers = new ArrayList<>(results.size());
        int next = 0;
        for (int i = 0; i < results.size(); i++) {
            Result result = results.get(i);
            RecordRef ref = result.record();
            switch (result.opening()) {
                case Opening.Refused(UnprotectRefusal reason) ->
                        answers.add(new Rewrapped.NotOpened(ref, reason, result.why()));
                case Opening.Opened(_, KeyVersion version) ->
                        answers.add(
                                version.isBefore(ring.current())
                                        ? new Rewrapped.Exchanged(
                                                ref,
                                                renewed.ciphertexts().get(next++).toText(),
                                                version)
                                        : new Rewrapped.Current(ref, records.get(i).ciphertext()));
            }
        }
        return new Answer(renewed.version(), answers);
    }
}
