package io.berth.placement.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.wire.EventCodec;
import io.berth.placement.domain.Outcome;
import io.berth.placement.domain.Verdict;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        MessageDigest digest = sha256();
        for (Outcome outcome : decision.outcomes()) {
            switch (outcome) {
                case Outcome.HostChanged(var row) -> add(digest, "host", row);
                case Outcome.VmChanged(var row) -> add(digest, "vm", row);
                case Outcome.Announced(var event) -> add(digest, "decision", event);
                case Outcome.Commanded(var command) -> add(digest, "command", command);
                case Outcome.HostsRedescribed _ -> {
                    // What inventory and the monitor said is an input.
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String kind, Object part) {
        digest.update(kind.getBytes(StandardCharsets.UTF_8));
        try {
            digest.update(EventCodec.JSON.writeValueAsBytes(part));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
