package io.berth.replica.app;

import io.berth.replica.domain.LinkState;
import io.berth.replica.domain.Located;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.SettingsRefusal;
import io.berth.replica.domain.SiteLink;
import io.berth.replica.domain.SiteLinkRules;
import io.berth.replica.domain.Verdict;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.LinkStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Making, changing and removing site links. */
@ApplicationScoped
public class SiteLinks {
    private final UnitOfWork unitOfWork;
    private final LinkStore store;
    private final DatabaseClock clock;

    SiteLinks(UnitOfWork unitOfWork, LinkStore store, DatabaseClock clock) {
        this.unitOfWork = unitOfWork;
        this.store = store;
        this.clock = clock;
    }

    /**
     * A link, and what replication may send and has taken of it now.
     *
     * @param rateNow in bytes per second
     * @param takenNow in bytes per second
     */
    public record Seen(SiteLink link, long rateNow, long takenNow) {}

    /** All links by id. */
    @Transactional
    public List<Seen> all() {
        return seen(store.all());
    }

    /** One. */
    @Transactional
    public Optional<Seen> find(String id) {
        return store.find(id).map(link -> seen(List.of(link)).getFirst());
    }

    private List<Seen> seen(List<SiteLink> links) {
        Map<String, Long> taken = store.taken(links.stream().map(SiteLink::id).toList());
        var now = clock.now();
        return links.stream()
                .map(link -> new Seen(link, link.rateAt(now), taken.getOrDefault(link.id(), 0L)))
                .toList();
    }

    /**
     * Makes a link or changes it; running cycles keep their rates.
     *
     * @param wished the link with a revision
     * @param expected the revision that the caller has seen; null for any, and for a new one
     */
    public Verdict<SiteLink> put(
            String id, LongFunction<SiteLink> wished, @Nullable Long expected) {
        return unitOfWork.run(() -> {
            LinkState before = store.lock(List.of(id)).get(id);
            long revision = before == null ? 0 : before.link().revision();
            if (expected != null && expected != revision) {
                return refused(new SettingsRefusal.Outdated(expected, revision));
            }
            SiteLink link = wished.apply(revision + 1);
            List<Located> refusals = new ArrayList<>(SiteLinkRules.check(link));
            List<SiteLink> all = store.all();
            for (SiteLink other : all) {
                if (!other.id().equals(id)
                        && other.from().equals(link.from())
                        && other.to().equals(link.to())) {
                    refusals.add(located(new SettingsRefusal.LinkExists(other)));
                }
            }
            if (before == null && all.size() >= SiteLink.MAX_LINKS) {
                refusals.add(located(new SettingsRefusal.TooManyLinks(SiteLink.MAX_LINKS)));
            }
            if (!refusals.isEmpty()) {
                return new Verdict.Refused<>(refusals);
            }
            if (before == null) {
                store.insert(LinkState.fresh(link, clock.now()));
            } else {
                store.update(link);
            }
            return new Verdict.Accepted<>(link);
        });
    }

    /** Removes a link; running cycles keep their rates. False when there is none. */
    @Transactional
    public boolean remove(String id) {
        return store.delete(id);
    }

    private static Verdict<SiteLink> refused(SettingsRefusal refusal) {
        return new Verdict.Refused<>(List.of(located(refusal)));
    }

    private static Located located(SettingsRefusal refusal) {
        return new Located("", new ReplicaRefusal.OfSettings(refusal));
    }
}
