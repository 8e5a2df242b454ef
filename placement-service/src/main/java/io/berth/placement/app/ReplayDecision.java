package io.berth.placement.app;

import io.berth.contracts.Event;
import io.berth.contracts.Topics;
import io.berth.contracts.placement.InputOffset;
import io.berth.kit.table.PastRecords;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.store.DecisionJournal;
import io.berth.placement.store.JournalEntry;
import io.berth.placement.store.Origin;
import io.berth.placement.store.RecalledDecision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a decision of the past once more, from the inputs and with the rules, constants and seed of
 * that time, and says whether the same comes out, bit for bit. Changes nothing. Any instance can,
 * whoever owns the domain.
 *
 * <p>The rows of that moment come from the journal, what made placement decide and what inventory
 * and the monitor had said by then from the topics.
 */
@ApplicationScoped
public class ReplayDecision {
    private final DecisionJournal journal;
    private final PastRecords past;

    @Inject
    public ReplayDecision(DecisionJournal journal, PastRecords past) {
        this.journal = journal;
        this.past = past;
    }

    /** What came of making a decision again. */
    public sealed interface Answer {
        /** Nobody remembers such a decision, or not any more. */
        record NoSuchDecision() implements Answer {}

        /** The record that it was made from is no longer in its topic. */
        record InputGone(JournalEntry entry, Origin.FromRecord origin) implements Answer {}

        /**
         * It has been made again.
         *
         * @param digest of what came out this time
         */
        record Replayed(JournalEntry entry, Input input, Verdict.Decision decision, String digest)
                implements Answer {
            /** Whether the same came out, bit for bit. */
            public boolean identical() {
                return digest.equals(entry.digest());
            }
        }
    }

    /**
     * Makes a decision again.
     *
     * @param id as the journal has it
     */
    public Answer replay(long id) {
        Optional<RecalledDecision> recalled = journal.recall(id);
        if (recalled.isEmpty()) {
            return new Answer.NoSuchDecision();
        }
        JournalEntry entry = recalled.get().entry();
        HostCatalog catalog = catalog(entry);
        Input input =
                switch (entry.origin()) {
                    case Origin.FromRecord(String topic, int partition, long offset) -> {
                        Optional<Event> event = past.at(topic, partition, offset);
                        yield event.map(Inputs::of).orElse(null);
                    }
                    case Origin.FromDeadlines(var vms) -> new Input.DeadlinesPassed(vms);
                    case Origin.FromPatchTurn(var cluster, var stopped) ->
                            new Input.PatchTurn(cluster, stopped);
                    case Origin.FromDescriptions() ->
                            new Input.HostsDescribed(catalog.hosts(entry.domain()));
                };
        if (input == null) {
            return new Answer.InputGone(entry, (Origin.FromRecord) entry.origin());
        }
        DomainState state =
                recalled.get().rewound().state(entry.domain(), catalog.hosts(entry.domain()));
        Verdict verdict = new PlacementRules(entry.policy()).decide(state, input, entry.moment());
        Verdict.Decision decision =
                verdict instanceof Verdict.Decision made
                        ? made
                        : new Verdict.Decision(List.of(), false);
        return new Answer.Replayed(entry, input, decision, Outcomes.digest(decision));
    }

    /** The hosts of the domain as they were specified and measured then. */
    private HostCatalog catalog(JournalEntry entry) {
        List<InputOffset> ends = entry.moment().inputs();
        HostCatalog catalog = new HostCatalog(entry.policy().groups());
        past.upTo(Topics.INVENTORY_STATE, ends, HostCatalog::matters, catalog::inventory);
        Set<String> hosts =
                catalog.hosts(entry.domain()).stream()
                        .map(description -> description.host().value())
                        .collect(Collectors.toSet());
        past.upTo(Topics.HOST_LOAD, ends, hosts::contains, catalog::load);
        past.upTo(Topics.PLACEMENT_CLUSTERS, ends, cluster -> true, catalog::cluster);
        return catalog;
    }
}
