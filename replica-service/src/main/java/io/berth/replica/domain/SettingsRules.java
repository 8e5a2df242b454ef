package io.berth.replica.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.ReplicaAuthentication;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which settings a relationship may have. All broken rules are found, not the first only. */
public final class SettingsRules {
    /** The least that a throttle may be: a block of 64 KiB in a second. */
    public static final long MIN_BYTES_PER_SECOND = 64 * 1024;

    /** As Hyper-V Replica has it. */
    static final Duration MIN_CONSISTENT = Duration.ofHours(1);

    /** As Hyper-V Replica has it. */
    static final Duration MAX_CONSISTENT = Duration.ofHours(12);

    /** An initial copy further ahead is rather a slip of the pen, or a clock that was stepped. */
    static final Duration FURTHEST = Duration.ofDays(31);

    private SettingsRules() {}

    /** Judges what a draft wishes. */
    static void check(
            Draft draft, KnownWorld world, String at, Instant now, List<Located> refusals) {
        check(draft, world, at, refusals);
        moment(draft.wish(), at, now, refusals);
        extension(draft, world, at, refusals);
    }

    /** The same, without what was agreed once and for all. */
    static void check(Draft draft, KnownWorld world, String at, List<Located> refusals) {
        Wish wish = draft.wish();
        Schedule.clash(wish.schedule().windows())
                .ifPresent(clash ->
                        refuse(
                                at + "/windows",
                                new SettingsRefusal.WindowsOverlap(clash.one(), clash.other()),
                                refusals));
        disks(draft, world, at, refusals);
        consistency(wish, at, refusals);
        if (wish.authentication() == ReplicaAuthentication.KERBEROS) {
            forests(draft, world.ends(), at, refusals);
        }
        Long throttle = wish.bytesPerSecond();
        if (throttle != null && throttle < MIN_BYTES_PER_SECOND) {
            refuse(
                    at + "/bytesPerSecond",
                    new SettingsRefusal.BandwidthOutOfRange(
                            "bytesPerSecond", throttle, MIN_BYTES_PER_SECOND),
                    refusals);
        }
        if (wish.extension() != null
                && draft.frequency().equals(Frequency.EVERY_30_SECONDS.interval())) {
            refuse(
                    at + "/frequency",
                    new SettingsRefusal.NotExtended("frequency", "PT30S", "PT5M, PT15M"),
                    refusals);
        }
    }

    private static void disks(Draft draft, KnownWorld world, String at, List<Located> refusals) {
        List<String> chosen = draft.wish().disks();
        if (chosen == null) {
            return;
        }
        Set<String> once = new HashSet<>(chosen);
        if (chosen.isEmpty() || once.size() < chosen.size()) {
            refuse(
                    at + "/disks",
                    new SettingsRefusal.DisksNotChosen(
                            "disks has %d entries, %d of them different."
                                    .formatted(chosen.size(), once.size())),
                    refusals);
        }
        List<String> known = world.ends().disks().getOrDefault(draft.vm(), List.of());
        for (String disk : chosen) {
            if (!known.contains(disk)) {
                refuse(
                        at + "/disks",
                        new SettingsRefusal.UnknownDisk(draft.vm(), disk, known),
                        refusals);
            }
        }
    }

    private static void consistency(Wish wish, String at, List<Located> refusals) {
        Duration every = wish.consistentEvery();
        if (every == null) {
            return;
        }
        boolean whole = Duration.ofHours(every.toHours()).equals(every);
        if (!whole || every.compareTo(MIN_CONSISTENT) < 0 || every.compareTo(MAX_CONSISTENT) > 0) {
            refuse(
                    at + "/consistentEvery",
                    new SettingsRefusal.ConsistencyOutOfRange(
                            every, MIN_CONSISTENT, MAX_CONSISTENT),
                    refusals);
        }
        if (wish.extension() != null) {
            refuse(
                    at + "/consistentEvery",
                    new SettingsRefusal.NotExtended("consistentEvery", every.toString(), "none"),
                    refusals);
        }
    }

    private static void forests(Draft draft, KnownEnds ends, String at, List<Located> refusals) {
        SiteId target = ends.hostSites().get(draft.target());
        if (target == null) {
            return; // an unknown target is refused as such
        }
        RelationshipId extended = draft.wish().extension();
        Relationship parent = extended == null ? null : ends.extended().get(extended);
        SiteId parentSite =
                parent == null ? null : ends.hostSites().get(parent.agreement().target());
        Set<SiteId> sources =
                parentSite != null
                        ? Set.of(parentSite)
                        : ends.sourceSites().getOrDefault(draft.vm(), Set.of());
        String targetForest = ends.forests().get(target);
        if (targetForest == null) {
            refuse(at + "/authentication", new SettingsRefusal.ForestUnknown(target), refusals);
            return;
        }
        for (SiteId source : new TreeSet<>(byName(sources)).stream().map(SiteId::new).toList()) {
            String forest = ends.forests().get(source);
            if (forest == null) {
                refuse(at + "/authentication", new SettingsRefusal.ForestUnknown(source), refusals);
            } else if (!forest.equalsIgnoreCase(targetForest)) {
                refuse(
                        at + "/authentication",
                        new SettingsRefusal.ForestsDiffer(source, forest, target, targetForest),
                        refusals);
            }
        }
    }

    private static List<String> byName(Set<SiteId> sites) {
        return sites.stream().map(SiteId::value).toList();
    }

    private static void moment(Wish wish, String at, Instant now, List<Located> refusals) {
        Instant moment = wish.initialCopyAt();
        String why =
                wish.initialCopy() == InitialCopyWay.SCHEDULED
                        ? moment == null
                                ? "initialCopy is SCHEDULED without initialCopyAt"
                                : moment.isBefore(now) || moment.isAfter(now.plus(FURTHEST))
                                        ? "initialCopyAt is " + moment
                                        : null
                        : moment == null
                                ? null
                                : "initialCopyAt is "
                                        + moment
                                        + " and initialCopy is "
                                        + wish.initialCopy();
        if (why != null) {
            refuse(
                    at + "/initialCopyAt",
                    new SettingsRefusal.InitialCopyMoment(why, now, FURTHEST),
                    refusals);
        }
    }

    private static void extension(
            Draft draft, KnownWorld world, String at, List<Located> refusals) {
        RelationshipId of = draft.wish().extension();
        if (of == null) {
            return;
        }
        String pointer = at + "/extends";
        Relationship parent = world.ends().extended().get(of);
        if (parent == null) {
            refuse(
                    pointer,
                    new SettingsRefusal.NothingToExtend(of, "there is no such relationship"),
                    refusals);
            return;
        }
        if (!parent.agreement().vm().equals(draft.vm())) {
            refuse(
                    pointer,
                    new SettingsRefusal.NothingToExtend(
                            of, "it copies the VM " + parent.agreement().vm()),
                    refusals);
        }
        if (parent.agreement().settings().extension() != null) {
            refuse(
                    pointer,
                    new SettingsRefusal.NothingToExtend(of, "it is an extended one itself"),
                    refusals);
        }
        RelationshipId by = world.ends().extensions().get(of);
        if (by != null) {
            refuse(pointer, new SettingsRefusal.AlreadyExtended(of, by), refusals);
        }
        DomainId home = world.vms().get(draft.vm());
        DomainId target = world.hosts().get(draft.target());
        DomainId middle = world.hosts().get(parent.agreement().target());
        if (draft.target().equals(parent.agreement().target())
                || (target != null && (target.equals(home) || target.equals(middle)))) {
            refuse(
                    at + "/targetHost",
                    new SettingsRefusal.ReplicationCycle(
                            of,
                            draft.target(),
                            "%s → %s → %s".formatted(home, parent.agreement().target(), target)),
                    refusals);
        }
    }

    /** What the wish comes to; the draft was found to be allowed. */
    static Settings granted(Draft draft, KnownWorld world) {
        Map<RelationshipId, Relationship> parents = world.ends().extended();
        RelationshipId of = draft.wish().extension();
        Relationship parent = of == null ? null : parents.get(of);
        return draft.wish()
                .granted(
                        of == null || parent == null
                                ? null
                                : new Settings.Extension(of, parent.agreement().target()),
                        1);
    }

    private static void refuse(String at, SettingsRefusal refusal, List<Located> refusals) {
        refusals.add(new Located(at, new ReplicaRefusal.OfSettings(refusal)));
    }
}
