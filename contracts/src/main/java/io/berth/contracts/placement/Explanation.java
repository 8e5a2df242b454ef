package io.berth.contracts.placement;

import io.berth.contracts.Require;
import io.berth.contracts.telemetry.RosterSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why this host and not that one, and what the decision was made from.
 *
 * @param policy the version of the rules that decided
 * @param seed of the tie-break; 0 when none was needed
 * @param candidates hosts that could take the VM, best first
 * @param refused for every other host of the domain all its refusals
 * @param inputs how far each input had been read: with the same inputs, policy and seed the
 *     decision is the same
 * @param setAside soft refusals of the best candidate that did not count; absent when there were
 *     none
 */
public record Explanation(
        String policy,
        long seed,
        List<RatedHost> candidates,
        List<RefusedHost> refused,
        List<InputOffset> inputs,
        @Nullable SetAside setAside) {
    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public Explanation {
        Require.text("explanation.policy", policy, 64);
        candidates = Require.list("explanation.candidates", candidates, RosterSet.MAX_NODES);
        refused = Require.list("explanation.refused", refused, RosterSet.MAX_NODES);
        inputs = Require.list("explanation.inputs", inputs, 4096);
    }

    /** Without anything set aside. */
    public Explanation(
            String policy,
            long seed,
            List<RatedHost> candidates,
            List<RefusedHost> refused,
            List<InputOffset> inputs) {
        this(policy, seed, candidates, refused, inputs, null);
    }
}
