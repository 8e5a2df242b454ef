package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.replay.Before;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A decision that is going to be remembered as a {@link JournalEntry}.
 *
 * @param proof what takes long to make of a large decision, and is needed only when its transaction
 *     has written everything else
 */
public record NewEntry(
        DomainId domain,
        Origin origin,
        Moment moment,
        PlacementPolicy policy,
        CompletableFuture<Proof> proof) {
    /** Fewer are proven in less time than another thread takes to begin. */
    private static final int MANY_OUTCOMES = 64;

    /**
     * By what a decision that is made again is compared with this one.
     *
     * @param digest of its outcomes, in lower-case hexadecimal digits
     * @param before what it found in the rows that it changed, as JSON
     */
    public record Proof(String digest, String before) {}

    /**
     * An entry whose proof is made while its transaction goes on.
     *
     * @param outcomes how many the decision has
     * @param digest makes the digest of them; called on another thread when there are many
     * @param before what the decision found in the rows that it changed
     */
    public static NewEntry of(
            DomainId domain,
            Origin origin,
            Moment moment,
            PlacementPolicy policy,
            int outcomes,
            Supplier<String> digest,
            Before before) {
        Supplier<Proof> proof = () -> new Proof(digest.get(), StoredJson.write(before));
        return new NewEntry(
                domain,
                origin,
                moment,
                policy,
                outcomes < MANY_OUTCOMES
                        ? CompletableFuture.completedFuture(proof.get())
                        : CompletableFuture.supplyAsync(proof));
    }
}
