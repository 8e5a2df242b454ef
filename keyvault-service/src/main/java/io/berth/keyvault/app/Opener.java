package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.contracts.keyvault.UnprotectRefused;
import io.berth.keyvault.app.Unprotecting.Closed;
import io.berth.keyvault.app.Unprotecting.Result;
import io.berth.keyvault.app.VaultKeys.Found;
import io.berth.keyvault.crypto.Ciphertext;
import io.berth.keyvault.crypto.Opening;
import io.berth.keyvault.crypto.RecordCipher;
import io.berth.keyvault.crypto.RingKey;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.KeyRefusal;
import io.berth.keyvault.domain.KeyState;
import io.berth.keyvault.domain.Ring;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens ciphertexts of a caller that was admitted; audits nothing by itself. */
@ApplicationScoped
class Opener {
    private final Admission admission;
    private final Vault vault;

    Opener(Admission admission, Vault vault) {
        this.admission = admission;
        this.vault = vault;
    }

    /**
     * What came of each record, in their order; the caller overwrites the plaintexts. When this
     * throws, there is none left.
     */
    List<Result> open(Ring ring, List<Closed> records) {
        List<Optional<Ciphertext>> read =
                records.stream().map(closed -> Ciphertext.ofText(closed.ciphertext())).toList();
        Set<KeyVersion> versions = new HashSet<>();
        for (Optional<Ciphertext> ciphertext : read) {
            ciphertext.map(Ciphertext::version).filter(ring::mayHave).ifPresent(versions::add);
        }
        Map<KeyVersion, KeyRefusal> closedKeys = admission.closed(ring, versions);
        List<Result> results = new ArrayList<>(records.size());
        boolean opened = false;
        try {
            for (int i = 0; i < records.size(); i++) {
                RecordRef ref = records.get(i).record();
                Optional<Ciphertext> ciphertext = read.get(i);
                results.add(
                        ciphertext.isEmpty()
                                ? refused(ref, UnprotectRefusal.MALFORMED)
                                : open(ring, ref, ciphertext.get(), closedKeys));
            }
            opened = true;
        } finally {
            if (!opened) {
                Unprotecting.destroy(results);
            }
        }
        return results;
    }

    private Result open(
            Ring ring,
            RecordRef ref,
            Ciphertext ciphertext,
            Map<KeyVersion, KeyRefusal> closedKeys) {
        KeyRefusal closed =
                ciphertext.ring().equals(ring.id()) ? closedKeys.get(ciphertext.version()) : null;
        if (closed != null) {
            return new Result(ref, new Opening.Refused(reason(closed)), closed);
        }
        if (!ciphertext.ring().equals(ring.id())) {
            return refused(ref, UnprotectRefusal.NOT_AUTHENTIC);
        }
        return switch (vault.keys().find(ring, ciphertext.version())) {
            case Found.Elsewhere(KeyRefusal elsewhere) ->
                    new Result(
                            ref, new Opening.Refused(UnprotectRefusal.KEPT_ELSEWHERE), elsewhere);
            case Found.Here(RingKey key) -> opened(ring, ref, ciphertext, key);
            case Found.Absent _ -> opened(ring, ref, ciphertext, null);
        };
    }

    private Result opened(Ring ring, RecordRef ref, Ciphertext ciphertext, @Nullable RingKey key) {
        return new Result(
                ref,
                RecordCipher.open(vault.keys().tenant(), ciphertext, ring.id(), key, ref),
                null);
    }

    private static Result refused(RecordRef ref, UnprotectRefusal reason) {
        return new Result(ref, new Opening.Refused(reason), null);
    }

    private static UnprotectRefusal reason(KeyRefusal closed) {
        return closed instanceof KeyRefusal.KeyClosed(var life)
                ? life.state() == KeyState.DESTROYED
                        ? UnprotectRefusal.KEY_DESTROYED
                        : UnprotectRefusal.KEY_DISABLED
                : UnprotectRefusal.BELOW_MINIMUM;
    }

    /** The audit events of what was not opened, one for each reason. */
    static List<KeyAuditEvent> refusals(Caller caller, RingId ring, List<Result> results) {
        Map<UnprotectRefusal, List<RecordRef>> refused = new EnumMap<>(UnprotectRefusal.class);
        for (Result result : results) {
            switch (result.opening()) {
                case Opening.Opened _ -> {}
                case Opening.Refused(UnprotectRefusal reason) ->
                        refused.computeIfAbsent(reason, _ -> new ArrayList<>())
                                .add(result.record());
            }
        }
        List<KeyAuditEvent> events = new ArrayList<>();
        refused.forEach((reason, refs) ->
                events.add(new UnprotectRefused(ring, refs, reason, caller.principal())));
        return events;
    }
}
