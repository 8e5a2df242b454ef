package io.berth.placement.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.wire.EventCodec;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.store.Sha256;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What came out of a decision, as far as it is the same whenever the decision is made. */
final class Outcomes {
    private Outcomes() {}

    /** Whether anything came of it beyond a new description of hosts, which is soft state. */
    static boolean areWorthRemembering(Verdict.Decision decision) {
        return decision.outcomes().stream()
                .anyMatch(outcome -> !(outcome instanceof Outcome.HostsRedescribed));
    }

    /** SHA-256 over all outcomes in order, in the dialect of the events; lower-case digits. */
    static String digest(Verdict.Decision decision) {
        Sha256 digest = new Sha256();
        for (Outcome outcome : decision.outcomes()) {
            switch (outcome) {
                case Outcome.HostChanged(var row) -> add(digest, "host", row);
                case Outcome.VmChanged(var row) -> add(digest, "vm", row);
                case Outcome.VmLeft left -> add(digest, "left", left);
                case Outcome.OperationChanged(var row) -> add(digest, "operation", row);
                case Outcome.Announced(var event) -> add(digest, "decision", event);
                case Outcome.Commanded(var command) -> add(digest, "command", command);
                case Outcome.HostsRedescribed _ -> {
                    // What inventory and the monitor said is an input.
                }
            }
        }
        return digest.hex();
    }

    private static void add(Sha256 digest, String kind, Object part) {
        digest.add(kind.getBytes(StandardCharsets.UTF_8));
        try {
            digest.add(EventCodec.JSON.writeValueAsBytes(part));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
