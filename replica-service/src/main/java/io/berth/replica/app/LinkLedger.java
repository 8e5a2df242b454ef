package io.berth.replica.app;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.inventory.HostState;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.LinkRules;
import io.berth.replica.domain.LinkState;
import io.berth.replica.domain.SiteLink;
import io.berth.replica.store.LinkStore;
import io.berth.replica.store.LinkStore.Use;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What links give away and get back, each under the locks of the caller's transaction. */
@ApplicationScoped
class LinkLedger {
    private final LinkStore store;
    private final Estate estate;

    LinkLedger(LinkStore store, Estate estate) {
        this.store = store;
        this.estate = estate;
    }

    /** The links that concern the cycles of one round, locked. Lives as long as the transaction. */
    final class Open {
        private final List<SiteLink> all;
        private final Map<String, LinkState> states;
        private final Map<String, LinkState> changed = new LinkedHashMap<>();
        private final List<Use> uses = new ArrayList<>();

        private Open(List<SiteLink> all, Map<String, LinkState> states) {
            this.all = all;
            this.states = states;
        }

        /** Those that a cycle from here to there goes over. */
        List<LinkState> between(HostId source, HostId target) {
            return carrying(states.values().stream().map(LinkState::link).toList(), source, target)
                    .stream()
                    .map(link -> states.get(link.id()))
                    .toList();
        }

        /** Whether there are any that a cycle from here to there goes over. */
        boolean concern(HostId source, HostId target) {
            return !carrying(all, source, target).isEmpty();
        }

        /** What the links say to a cycle; noted, and written by {@link #save}. */
        LinkRules.Answer ask(LinkRules.Request request, List<LinkState> links, Instant now) {
            LinkRules.Answer answer = LinkRules.admit(request, links, now);
            for (LinkState after : answer.links()) {
                states.put(after.link().id(), after);
                changed.put(after.link().id(), after);
            }
            if (answer instanceof LinkRules.Answer.Admitted(var after, long rate)) {
                after.forEach(
                        link -> uses.add(new Use(request.relationship(), link.link().id(), rate)));
            }
            return answer;
        }

        void save() {
            store.use(uses);
            store.save(changed.values());
        }
    }

    /** A cycle's way. */
    record Way(HostId source, HostId target) {}

    /** Locks the links of these ways. */
    Open open(Collection<Way> ways) {
        List<SiteLink> all = store.all();
        TreeSet<String> ids = new TreeSet<>();
        if (!all.isEmpty()) {
            for (Way way : ways) {
                carrying(all, way.source(), way.target()).forEach(link -> ids.add(link.id()));
            }
        }
        return new Open(all, store.lock(ids));
    }

    /** Gives back what cycles had taken that have ended, and settles what they really sent. */
    void release(List<EndedCycle> ended, Instant now) {
        Map<RelationshipId, EndedCycle> byId =
                ended.stream()
                        .collect(
                                Collectors.toMap(
                                        EndedCycle::relationship,
                                        Function.identity(),
                                        (_, newest) -> newest));
        List<Use> uses = store.uses(byId.keySet());
        if (uses.isEmpty()) {
            return;
        }
        Map<String, LinkState> states =
                store.lock(new TreeSet<>(uses.stream().map(Use::link).toList()));
        for (Use use : uses) {
            EndedCycle cycle = byId.get(use.relationship());
            LinkState state = states.get(use.link());
            if (cycle != null && state != null) {
                Duration ran = Duration.between(cycle.cycle().orderedAt(), now);
                states.put(use.link(), state.ended(use.rate(), ran, cycle.bytes(), now));
            }
        }
        store.release(byId.keySet());
        store.save(states.values());
    }

    private List<SiteLink> carrying(List<SiteLink> links, HostId source, HostId target) {
        Optional<SiteLink.Place> from = place(source);
        Optional<SiteLink.Place> to = place(target);
        return from.isEmpty() || to.isEmpty()
                ? List.of()
                : links.stream().filter(link -> link.carries(from.get(), to.get())).toList();
    }

    private Optional<SiteLink.Place> place(HostId host) {
        return estate.host(host).map(LinkLedger::place);
    }

    private static SiteLink.Place place(HostState host) {
        return new SiteLink.Place(host.host(), host.group(), host.site());
    }
}
