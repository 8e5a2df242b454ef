package io.berth.replica.app;

import io.berth.contracts.ids.RelationshipId;
import io.berth.replica.domain.Located;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.SettingsRefusal;
import io.berth.replica.domain.Verdict;
import io.berth.replica.domain.run.FailoverGroup;
import io.berth.replica.domain.run.RunRefusal;
import io.berth.replica.store.GroupStore;
import io.berth.replica.store.RelationshipStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Making, changing and removing failover groups. */
@ApplicationScoped
public class FailoverGroups {
    private final UnitOfWork unitOfWork;
    private final GroupStore store;
    private final RelationshipStore relationships;

    FailoverGroups(UnitOfWork unitOfWork, GroupStore store, RelationshipStore relationships) {
        this.unitOfWork = unitOfWork;
        this.store = store;
        this.relationships = relationships;
    }

    /** All groups in the order in which a site runs them. */
    @Transactional
    public List<FailoverGroup> all() {
        return store.all();
    }

    /** One. */
    @Transactional
    public Optional<FailoverGroup> find(String id) {
        return store.find(id);
    }

    /**
     * Makes a group or changes it; runs under way keep what they began with.
     *
     * @param wished the group with a revision
     * @param expected the revision that the caller has seen; null for any, and for a new one
     */
    public Verdict<FailoverGroup> put(
            String id, LongFunction<FailoverGroup> wished, @Nullable Long expected) {
        return unitOfWork.run(() -> {
            Optional<Long> before = store.lock(id);
            long revision = before.orElse(0L);
            if (expected != null && expected != revision) {
                return Verdict.refused(
                        new ReplicaRefusal.OfSettings(
                                new SettingsRefusal.Outdated(expected, revision)));
            }
            FailoverGroup group = wished.apply(revision + 1);
            List<Located> refusals = check(group);
            if (before.isEmpty() && store.count() >= FailoverGroup.MAX_GROUPS) {
                refusals.add(located("", new RunRefusal.TooManyGroups(FailoverGroup.MAX_GROUPS)));
            }
            if (!refusals.isEmpty()) {
                return new Verdict.Refused<>(refusals);
            }
            store.save(group);
            return new Verdict.Accepted<>(group);
        });
    }

    private List<Located> check(FailoverGroup group) {
        List<RelationshipId> named = group.relationships().toList();
        Set<RelationshipId> known = relationships.existing(named);
        Map<RelationshipId, String> groups = store.groupsOf(named);
        Set<RelationshipId> seen = new HashSet<>();
        List<Located> refusals = new ArrayList<>();
        for (int step = 0; step < group.steps().size(); step++) {
            List<RelationshipId> going = group.steps().get(step).relationships();
            for (int place = 0; place < going.size(); place++) {
                RelationshipId one = going.get(place);
                String at = "/steps/%d/relationships/%d".formatted(step, place);
                String other = groups.getOrDefault(one, group.id());
                if (!seen.add(one)) {
                    refusals.add(
                            new Located(
                                    at,
                                    new ReplicaRefusal.NamedTwice("relationship", one.value())));
                } else if (!known.contains(one)) {
                    refusals.add(located(at, new RunRefusal.UnknownRelationship(one)));
                } else if (!other.equals(group.id())) {
                    refusals.add(located(at, new RunRefusal.InOtherGroup(one, other)));
                }
            }
        }
        return refusals;
    }

    private static Located located(String pointer, RunRefusal refusal) {
        return new Located(pointer, new ReplicaRefusal.OfRun(refusal));
    }

    /** Removes a group; its relationships stay. False when there is none. */
    @Transactional
    public boolean remove(String id) {
        return store.delete(id);
    }
}
