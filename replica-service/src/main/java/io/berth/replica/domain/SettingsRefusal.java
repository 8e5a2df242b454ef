package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.replica.domain.ReplicaRefusal.Sort;
import io.berth.replica.domain.ReplicaRefusal.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Why the settings of a relationship, a site link or a site were not taken. */
public sealed interface SettingsRefusal {
    /** How it is told. */
    Wording wording();

    /** Two windows are open at the same time. */
    record WindowsOverlap(Window one, Window other) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "windows-overlap",
                    "Two windows are open at the same time",
                    "'" + one + "' and '" + other + "' overlap.",
                    "Make one window of them, or let one end where the other begins.",
                    Map.of("one", one.toString(), "other", other.toString()));
        }
    }

    /** Nobody has said in which forest a site is, so Kerberos cannot be promised. */
    record ForestUnknown(SiteId site) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "forest-unknown",
                    "Kerberos needs to know the forest of both sites",
                    "Nobody has said which forest the hosts of site " + site + " belong to.",
                    "PUT /api/v1/site-forests/" + site + ", or use CERTIFICATE.",
                    Map.of("site", site.value()));
        }
    }

    /** Kerberos does not reach into another forest. */
    record ForestsDiffer(SiteId source, String sourceForest, SiteId target, String targetForest)
            implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "kerberos-across-forests",
                    "Kerberos authenticates hosts of one forest only",
                    "The VM may run at site %s of forest %s, and the target is at site %s of forest %s."
                            .formatted(source, sourceForest, target, targetForest),
                    "Use CERTIFICATE, which also holds towards a hosting provider.",
                    Map.of(
                            "sourceSite",
                            source.value(),
                            "sourceForest",
                            sourceForest,
                            "targetSite",
                            target.value(),
                            "targetForest",
                            targetForest));
        }
    }

    /** The VM has no such disk. */
    record UnknownDisk(VmId vm, String disk, List<String> known) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "unknown-disk",
                    "The VM has no such disk",
                    "VM " + vm + " has no disk '" + disk + "'.",
                    known.isEmpty()
                            ? "Inventory knows no disks of it: leave disks out to copy all."
                            : "It has " + String.join(", ", known) + ".",
                    Map.of("vm", vm.value(), "disk", disk, "known", known));
        }
    }

    /** A list of chosen disks without any, or with one twice. */
    record DisksNotChosen(String why) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "disks-not-chosen",
                    "The list of disks chooses nothing or something twice",
                    why,
                    "Name each disk once, at least one; leave disks out to copy all.",
                    Map.of());
        }
    }

    /** Application-consistent points are an hour to half a day apart. */
    record ConsistencyOutOfRange(Duration every, Duration min, Duration max)
            implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "consistency-out-of-range",
                    "Application-consistent points are not that often or that rare",
                    "consistentEvery is " + every + ".",
                    "Allowed is " + min + " to " + max + " in whole hours.",
                    Map.of(
                            "consistentEvery", every.toString(),
                            "min", min.toString(),
                            "max", max.toString()));
        }
    }

    /** The guest runs at the first site; nobody can ask it at the second. */
    record NotExtended(String field, String value, String allowed) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "not-for-extended",
                    "An extended relationship cannot have this",
                    field + " is " + value + ", and the relationship copies a replica on.",
                    "Allowed there: " + allowed + ".",
                    Map.of("field", field, "value", value, "allowed", allowed));
        }
    }

    /** There is no relationship whose replica could be copied on. */
    record NothingToExtend(RelationshipId id, String why) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "nothing-to-extend",
                    "There is no such replica to copy on",
                    "extends is " + id + ": " + why + ".",
                    "Name a relationship that copies this VM and is not an extended one itself.",
                    Map.of("extends", id.value()));
        }
    }

    /** A replica is copied on once at most. */
    record AlreadyExtended(RelationshipId id, RelationshipId by) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "already-extended",
                    Sort.CONFLICT,
                    "This replica is copied on already",
                    "The replica of " + id + " is copied on by " + by + ".",
                    "A replica has one extended relationship: remove " + by + " first.",
                    Map.of("extends", id.value(), "by", by.value()));
        }
    }

    /** Who is copied on cannot go first. */
    record StillExtended(RelationshipId id, RelationshipId by) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "still-extended",
                    Sort.CONFLICT,
                    "The replica of this relationship is copied on",
                    by + " copies the replica of " + id + " to a third site.",
                    "Remove " + by + " first.",
                    Map.of("id", id.value(), "by", by.value()));
        }
    }

    /** The copies would come back to where they come from. */
    record ReplicationCycle(RelationshipId of, HostId target, String path)
            implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "replication-cycle",
                    "Copies cannot come back to where they come from",
                    "With target " + target + " the way of the copies is " + path + ".",
                    "Choose a host of a third domain.",
                    Map.of("extends", of.value(), "targetHost", target.value(), "path", path));
        }
    }

    /** A throttle that lets nothing through. */
    record BandwidthOutOfRange(String field, long bytesPerSecond, long min)
            implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "bandwidth-out-of-range",
                    "A bandwidth must let something through",
                    field + " is " + bytesPerSecond + " bytes/s.",
                    "At least " + min + " bytes/s; pause relationships to send nothing.",
                    Map.of("field", field, "bytesPerSecond", bytesPerSecond, "min", min));
        }
    }

    /** Only a scheduled initial copy has a moment, and it must lie ahead and not too far. */
    record InitialCopyMoment(String why, Instant now, Duration longest) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "initial-copy-moment",
                    "The moment of the initial copy does not fit",
                    why + "; it is " + now + ".",
                    "With SCHEDULED, initialCopyAt lies ahead, at most "
                            + longest
                            + "; with any other way it is left out.",
                    Map.of("now", now.toString(), "longest", longest.toString()));
        }
    }

    /** What was agreed when the relationship was made. */
    record Fixed(String field) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "cannot-be-changed",
                    "This cannot be changed any more",
                    field + " differs from what was agreed.",
                    "Leave it out, or remove the relationship and make another.",
                    Map.of("field", field));
        }
    }

    /** Somebody else has changed it since. */
    record Outdated(long expected, long actual) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "outdated",
                    Sort.OUTDATED,
                    "It was changed since it was read",
                    "If-Match is revision " + expected + "; it is revision " + actual + " now.",
                    "Read it again, and decide anew.",
                    Map.of("expected", expected, "actual", actual));
        }
    }

    /** No initial copy waits for media. */
    record NoMediaAwaited(RelationshipId id) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "no-media-awaited",
                    Sort.CONFLICT,
                    "This relationship waits for no media",
                    "The first copy of " + id + " does not come, or has come, from media.",
                    "Only a relationship made with EXTERNAL_MEDIA waits for them, once.",
                    Map.of("id", id.value()));
        }
    }

    /** Another link has the same ends. */
    record LinkExists(SiteLink other) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "site-link-exists",
                    Sort.CONFLICT,
                    "There is a link between these ends",
                    "Link "
                            + other.id()
                            + " leads from "
                            + other.from()
                            + " to "
                            + other.to()
                            + ".",
                    "Change that one.",
                    Map.of("link", other.id()));
        }
    }

    /** All links are read in each round of the scheduler. */
    record TooManyLinks(int max) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-many-site-links",
                    Sort.CONFLICT,
                    "There are as many links as there may be",
                    "There are " + max + " links.",
                    "Remove one, or use a link of sites in place of several of hosts.",
                    Map.of("max", max));
        }
    }

    /** There is no such link. */
    record NoLink(String id) implements SettingsRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "site-link-not-found",
                    Sort.ABSENT,
                    "There is no such link",
                    "There is no site link " + id + ".",
                    "List what exists, or PUT it first.",
                    Map.of("id", id));
        }
    }

    private static Wording rule(
            String code, String title, String detail, String hint, Map<String, Object> values) {
        return new Wording(code, Sort.RULE, title, detail, hint, values);
    }
}
