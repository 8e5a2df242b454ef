package io.berth.placement.app;

import io.berth.contracts.Event;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.replay.Divergence;
import io.berth.placement.domain.replay.PolicyChange;
import io.berth.placement.domain.replay.Spells;
import io.berth.placement.store.DecisionHistory;
import io.berth.placement.store.DomainHistory;
import io.berth.placement.store.JournalEntry;
import io.berth.placement.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Makes the decisions of a past period again under another policy, each by itself from the rows of
 * then, and says where VMs would have gone otherwise and how long which cluster would have been
 * over-committed. Changes nothing; any instance can, whoever owns the domains. The same question
 * about the same period has the same answer, bit for bit, as long as journal and topics keep it.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>For each domain the journal gives the rows at the start of the period and each decision
 *       with the rows that it made; each topic is read once for all decisions of the domain.
 *   <li>Decision by decision, oldest first: hosts are described as they were, and once more by the
 *       other policy; the same input is decided on from both; then the rows become what they really
 *       became. So what would have followed from another decision is not followed up: a VM that
 *       would have gone elsewhere is, for the next decision, where it really went.
 *   <li>Where another reserve is asked for, the cluster is judged before and after each decision.
 * </ol>
 *
 * Complexity: O(decisions since the start) to take the rows back, then for each decision twice what
 * it took to make, and O(VMs) for the picture of a cluster whose reserve is changed.
 */
@ApplicationScoped
public class WhatIfOverThePast {
    /** Most decisions that one question compares: the newest of the period. */
    public static final int MAX_DECISIONS = 10_000;

    /** Most decisions that can no longer be made again and are still named. */
    public static final int MAX_NAMED = 100;

    private final DecisionHistory journal;
    private final PastInputs inputs;

    /** It reads whole topics and holds a domain in memory: one at a time. */
    private final Semaphore room = new Semaphore(1);

    @Inject
    public WhatIfOverThePast(DecisionHistory journal, PastInputs inputs) {
        this.journal = journal;
        this.inputs = inputs;
    }

    /**
     * A question.
     *
     * @param since the first moment
     * @param until not any more
     * @param domain the only one that is asked about; absent for all
     * @param named how many decisions that differ are named
     */
    public record Question(
            Instant since,
            Instant until,
            @Nullable DomainId domain,
            PolicyChange change,
            int named) {}

    /** A decision that would have been another one. */
    public record Differing(
            long decision,
            Instant madeAt,
            DomainId domain,
            io.berth.placement.store.Origin from,
            List<Divergence> vms) {
        /** Takes a copy. */
        public Differing {
            vms = List.copyOf(vms);
        }
    }

    /**
     * A cluster under the other reserve.
     *
     * @param reserve the other R; that of the time where R would not have been below the number of
     *     nodes
     * @param judged whether it was judged with the other R
     */
    public record Cluster(ClusterId cluster, int reserve, boolean judged, Spells spells) {}

    /**
     * The answer.
     *
     * @param since from when on, when the period holds more decisions than are compared
     * @param limited whether it does
     * @param compared decisions that were made again
     * @param differing how many of them would have been others
     * @param notReproduced how many did not come out as then under the policy of then, because the
     *     program is another one; both sides of the comparison are made by this program
     * @param gone how many could not be made again, because their input is no longer kept
     * @param goneIds the first of them
     * @param named the first that differ, in order of domain and time
     * @param digest SHA-256 over both outcomes of all that were compared
     */
    public record Answer(
            Instant since,
            Instant until,
            boolean limited,
            long compared,
            long differing,
            long notReproduced,
            long gone,
            List<Long> goneIds,
            List<Differing> named,
            List<Cluster> clusters,
            String digest) {
        /** Takes copies. */
        public Answer {
            goneIds = List.copyOf(goneIds);
            named = List.copyOf(named);
            clusters = List.copyOf(clusters);
        }
    }

    /** Answers; empty while another question is being answered. */
    public Optional<Answer> ask(Question question) {
        if (!room.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(answer(question));
        } finally {
            room.release();
        }
    }

    private Answer answer(Question asked) {
        Optional<Instant> newest =
                journal.newest(MAX_DECISIONS, asked.since(), asked.until(), asked.domain());
        Instant since = newest.orElse(asked.since());
        Tally tally = new Tally(asked.named());
        for (DomainId domain : journal.domains(since, asked.until(), asked.domain())) {
            journal.of(domain, since, asked.until())
                    .ifPresent(history -> compare(domain, history, since, asked, tally));
        }
        return new Answer(
                since,
                asked.until(),
                newest.isPresent(),
                tally.compared,
                tally.differing,
                tally.notReproduced,
                tally.gone,
                tally.goneIds,
                tally.named,
                tally.clusters,
                tally.digest.hex());
    }

    private void compare(
            DomainId domain, DomainHistory history, Instant since, Question asked, Tally tally) {
        Map<PastInputs.Place, Event> events = inputs.events(history.decisions());
        PastTables tables = inputs.tables(domain, history.decisions());
        SecondLook look =
                new SecondLook(domain, history.start(), tables, asked.change(), since, events);
        for (var past : history.decisions()) {
            JournalEntry entry = past.entry();
            boolean counts =
                    !entry.moment().now().isBefore(since)
                            && entry.moment().now().isBefore(asked.until());
            SecondLook.Both both = look.at(past, counts);
            if (counts) {
                tally.add(past.id(), entry, both);
            }
        }
        look.close(asked.until()).ifPresent(tally.clusters::add);
    }

    /** Counts, and keeps the first of what is named. */
    private static final class Tally {
        private final int most;
        private long compared;
        private long differing;
        private long notReproduced;
        private long gone;
        private final List<Long> goneIds = new ArrayList<>();
        private final List<Differing> named = new ArrayList<>();
        private final List<Cluster> clusters = new ArrayList<>();
        private final Sha256 digest = new Sha256();

        Tally(int most) {
            this.most = most;
        }

        void add(long id, JournalEntry entry, SecondLook.@Nullable Both both) {
            if (both == null) {
                gone++;
                if (goneIds.size() < MAX_NAMED) {
                    goneIds.add(id);
                }
                return;
            }
            compared++;
            String then = Outcomes.digest(both.then());
            if (!then.equals(entry.digest())) {
                notReproduced++;
            }
            digest.add(
                    "%d %s %s%n"
                            .formatted(id, then, Outcomes.digest(both.otherwise()))
                            .getBytes(StandardCharsets.UTF_8));
            List<Divergence> vms = Divergence.between(both.then(), both.otherwise());
            if (!vms.isEmpty()) {
                differing++;
                if (named.size() < most) {
                    named.add(
                            new Differing(
                                    id, entry.moment().now(), entry.domain(), entry.origin(), vms));
                }
            }
        }
    }
}
