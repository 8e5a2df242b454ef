package io.berth.kit.intake;

import java.util.List;

/**
 * What a service does with a batch of records. {@link Intake} calls one handler by one thread at a
 * time per topic, and never at the same time as the {@link PartitionObserver}s of its topics.
 */
public interface BatchHandler {
    /**
     * Applies the records inside the transaction, in order: saves state and puts events into the
     * outbox. Memory is changed only by what is returned.
     *
     * @param batch at least one record; none was applied before
     * @return what to do in memory after the commit
     * @throws RefusedForGood for one record that can never be applied; the transaction is rolled
     *     back, and the batch comes again without it
     */
    Runnable apply(List<Received<?>> batch);

    /**
     * The transaction did not commit, or it is not known whether it did: drop or reload whatever in
     * memory anticipated it.
     */
    default void rolledBack() {}
}
