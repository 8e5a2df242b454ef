package io.berth.placement.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.Event;
import io.berth.contracts.wire.EventCodec;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.store.Sha256;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** What came out of a decision, as far as it is the same whenever the decision is made. */
final class Outcomes {
    /** Fewer are encoded in less time than another thread takes to begin. */
    private static final int MANY = 64;

    private Outcomes() {}

    /** Whether anything came of it beyond a new description of hosts, which is soft state. */
    static boolean areWorthRemembering(Verdict.Decision decision) {
        return decision.outcomes().stream()
                .anyMatch(outcome -> !(outcome instanceof Outcome.HostsRedescribed));
    }

    /** The bodies of the events and commands of a decision, in their order. */
    static List<byte[]> bodies(Verdict.Decision decision) {
        List<Event> sent = decision.outcomes().stream().mapMulti(Outcomes::sent).toList();
        return (sent.size() < MANY ? sent.stream() : sent.parallelStream())
                .map(EventCodec::body)
                .toList();
    }

    private static void sent(Outcome outcome, Consumer<Event> events) {
        switch (outcome) {
            case Outcome.Announced(var event) -> events.accept(event);
            case Outcome.Commanded(var command) -> events.accept(command);
            case Outcome.HostChanged _,
                    Outcome.VmChanged _,
                    Outcome.VmLeft _,
                    Outcome.OperationChanged _,
                    Outcome.HostsRedescribed _ -> {
                // Rows are not sent.
            }
        }
    }

    /** SHA-256 over all outcomes in order, in the dialect of the events; lower-case digits. */
    static String digest(Verdict.Decision decision) {
        return digest(decision, bodies(decision));
    }

    /**
     * As {@link #digest(Verdict.Decision)}.
     *
     * @param bodies of the decision, where they have been made already
     */
    static String digest(Verdict.Decision decision, List<byte[]> bodies) {
        Sha256 digest = new Sha256();
        Iterator<byte[]> body = bodies.iterator();
        for (Outcome outcome : decision.outcomes()) {
            switch (outcome) {
                case Outcome.HostChanged(var row) -> add(digest, "host", row);
                case Outcome.VmChanged(var row) -> add(digest, "vm", row);
                case Outcome.VmLeft left -> add(digest, "left", left);
                case Outcome.OperationChanged(var row) -> add(digest, "operation", row);
                case Outcome.Announced _ -> add(digest, "decision", body.next());
                case Outcome.Commanded _ -> add(digest, "command", body.next());
                case Outcome.HostsRedescribed _ -> {
                    // What inventory and the monitor said is an input.
                }
            }
        }
        return digest.hex();
    }

    private static void add(Sha256 digest, String kind, byte[] body) {
        digest.add(kind.getBytes(StandardCharsets.UTF_8)).add(body);
    }

    private static void add(Sha256 digest, String kind, Object part) {
        try {
            add(digest, kind, EventCodec.JSON.writeValueAsBytes(part));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
