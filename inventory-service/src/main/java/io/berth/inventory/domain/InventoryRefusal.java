package io.berth.inventory.domain;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a change was not made: a rule with the values that broke it. Each has a stable code for
 * programs, and a title, a detail with the values and a hint for people.
 *
 * <p>Here are those that any kind of thing can meet; storage, networks and the like have sealed
 * interfaces of their own beside their rules.
 */
public interface InventoryRefusal {
    /** What sort of answer it is, whatever the rule. */
    enum Sort {
        /** The thing addressed does not exist. */
        ABSENT,
        /** It clashes with what exists now; with another state the same request could succeed. */
        CONFLICT,
        /** The request itself breaks a rule. */
        RULE,
        /** The caller decided from a state that no longer holds. */
        STALE,
        /** Another service that is needed is away; the same request can succeed later. */
        UNAVAILABLE,
        /** Another service that is needed refuses what this one asks: a mistake of the set-up. */
        UPSTREAM
    }

    /**
     * How a refusal is told.
     *
     * @param code stable, for programs
     * @param title the rule in a few words, the same for every occurrence
     * @param detail what was wrong, with the values
     * @param hint what is allowed, or what to do next
     */
    record Wording(String code, Sort sort, String title, String detail, String hint) {}

    /** How it is told. */
    Wording wording();

    /** The values that broke the rule, for programs. */
    Values values();

    /** A management group may not be called so. */
    record InvalidManagementGroupName(@Nullable String name, List<NameRule> broken)
            implements InventoryRefusal {
        /** Copies the list. */
        public InvalidManagementGroupName {
            broken = List.copyOf(broken);
        }

        @Override
        public Wording wording() {
            boolean onlyTaken =
                    broken.stream().allMatch(rule -> rule instanceof NameRule.AlreadyExists);
            String rules = broken.stream().map(NameRule::text).collect(Collectors.joining("; "));
            return new Wording(
                    "invalid-management-group-name",
                    onlyTaken ? Sort.CONFLICT : Sort.RULE,
                    "Invalid Management Group name",
                    rules.substring(0, 1).toUpperCase(Locale.ROOT) + rules.substring(1) + ".",
                    "Choose a name that no other management group has, of 1 to "
                            + ManagementGroupName.MAX_LENGTH
                            + " characters, without spaces at its ends and without any of "
                            + String.join(" ", ManagementGroupName.FORBIDDEN.split("")));
        }

        @Override
        public Values values() {
            return Values.of("name", name == null ? "" : printable(name))
                    .and("rules", broken.stream().map(NameRule::values).toList());
        }
    }

    /** The thing addressed does not exist. */
    record NotFound(EntityKind kind, String id) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    kind.label() + "-not-found",
                    Sort.ABSENT,
                    "There is no such " + kind.noun(),
                    "There is no " + kind.noun() + " " + id + ".",
                    "List what exists, or create it first.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label()).and("id", id);
        }
    }

    /** The request names something that does not exist. */
    record UnknownReference(EntityKind kind, String id) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-" + kind.label(),
                    Sort.RULE,
                    "The request names a " + kind.noun() + " that does not exist",
                    "There is no " + kind.noun() + " " + id + ".",
                    "Create the " + kind.noun() + " first, or name another.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label()).and("id", id);
        }
    }

    /** The id is in use. */
    record AlreadyExists(EntityKind kind, String id) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    kind.label() + "-already-exists",
                    Sort.CONFLICT,
                    "This " + kind.noun() + " exists already",
                    "There is already a " + kind.noun() + " " + id + ".",
                    "Ids are unique in the whole installation: choose another.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label()).and("id", id);
        }
    }

    /** One request names the same id twice. */
    record NamedTwice(EntityKind kind, String id) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    kind.label() + "-named-twice",
                    Sort.RULE,
                    "The request names the same " + kind.noun() + " twice",
                    "The " + kind.noun() + " " + id + " stands in the request more than once.",
                    "Name it once.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label()).and("id", id);
        }
    }

    /** The request asks for nothing. */
    record NothingToDo(String what) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "nothing-to-do",
                    Sort.RULE,
                    "The request asks for nothing",
                    "Nothing was done: " + what + ".",
                    "Send at least one.");
        }

        @Override
        public Values values() {
            return Values.NONE;
        }
    }

    /**
     * More of something than a place can hold.
     *
     * @param place where it is too much
     * @param count how many there would be
     */
    record TooMany(EntityKind kind, String place, long count, long max)
            implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-many-" + kind.label() + "s",
                    Sort.RULE,
                    "Too many " + kind.noun() + "s",
                    place
                            + " would have "
                            + count
                            + " "
                            + kind.noun()
                            + "s; at most "
                            + max
                            + " are allowed.",
                    "Spread them over several.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label())
                    .and("place", place)
                    .and("count", count)
                    .and("max", max);
        }
    }

    /** A number outside its range. */
    record OutOfRange(String field, long value, long min, long max) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "out-of-range",
                    Sort.RULE,
                    "A number is out of range",
                    field + " is " + value + ".",
                    "Allowed is " + min + " to " + max + ".");
        }

        @Override
        public Values values() {
            return Values.of("field", field).and("value", value).and("min", min).and("max", max);
        }
    }

    /** Error 13803: a cluster must keep at least one node beside its reserve. */
    record NodeFailureReserveTooHigh(ClusterId cluster, int reserve, int nodes)
            implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "13803",
                    Sort.RULE,
                    "Invalid cluster node failure reserve",
                    "The cluster node failure reserve equals or exceeds the number of nodes in"
                            + " cluster "
                            + cluster,
                    "Specify a cluster node failure reserve less than the number of nodes in the"
                            + " cluster and then try the operation again");
        }

        @Override
        public Values values() {
            return Values.of("cluster", cluster.value())
                    .and("nodeFailureReserve", reserve)
                    .and("nodes", nodes);
        }
    }

    /** A Hyper-V cluster would have physical and virtual nodes. */
    record MixedNodes(ClusterId cluster, List<HostId> physical, List<HostId> virtual)
            implements InventoryRefusal {
        /** Copies the lists. */
        public MixedNodes {
            physical = List.copyOf(physical);
            virtual = List.copyOf(virtual);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "mixed-physical-and-virtual-nodes",
                    Sort.RULE,
                    "A Hyper-V cluster cannot have physical and virtual nodes",
                    "Cluster "
                            + cluster
                            + " would have "
                            + physical.size()
                            + " physical and "
                            + virtual.size()
                            + " virtual nodes.",
                    "Form one cluster of the physical hosts and another of the virtual ones.");
        }

        @Override
        public Values values() {
            return Values.of("cluster", cluster.value())
                    .and("physical", physical.stream().map(HostId::value).toList())
                    .and("virtual", virtual.stream().map(HostId::value).toList());
        }
    }

    /** A host cannot be removed while VMs may be placed on it. */
    record NotInMaintenance(HostId host) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "host-not-in-maintenance",
                    Sort.CONFLICT,
                    "The host is not in maintenance",
                    "VMs may still be placed on host " + host + ".",
                    "Set it to maintenance with PUT /api/v1/hosts/"
                            + host
                            + "/maintenance, and remove it when it holds no VM.");
        }

        @Override
        public Values values() {
            return Values.of("host", host.value());
        }
    }

    /** What another service says is not known yet. */
    record NotYetKnown(String what) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "not-yet-known",
                    Sort.UNAVAILABLE,
                    "This instance has not read everything yet",
                    "It is not known yet " + what + ".",
                    "Repeat the request in a few seconds.");
        }

        @Override
        public Values values() {
            return Values.of("what", what);
        }
    }

    /** A group would become its own ancestor. */
    record GroupCycle(HostGroupId group, HostGroupId parent, List<HostGroupId> path)
            implements InventoryRefusal {
        /** Copies the list. */
        public GroupCycle {
            path = List.copyOf(path);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "host-group-cycle",
                    Sort.RULE,
                    "A host group cannot hang below itself",
                    "Host group "
                            + parent
                            + " hangs below "
                            + group
                            + ": "
                            + path.stream()
                                    .map(HostGroupId::value)
                                    .collect(Collectors.joining(" → "))
                            + ".",
                    "Choose a parent outside the group's own subtree.");
        }

        @Override
        public Values values() {
            return Values.of("group", group.value())
                    .and("parent", parent.value())
                    .and("path", path.stream().map(Object::toString).toList());
        }
    }

    /** The tree of groups would have too many levels. */
    record TreeTooDeep(HostGroupId group, int depth, int max) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "host-group-tree-too-deep",
                    Sort.RULE,
                    "The tree of host groups would be too deep",
                    "With host group " + group + " there the tree would have " + depth + " levels.",
                    "At most " + max + " levels are allowed.");
        }

        @Override
        public Values values() {
            return Values.of("group", group.value()).and("depth", depth).and("max", max);
        }
    }

    /** The parent is in the tree of another management group. */
    record OtherManagementGroup(
            HostGroupId parent, ManagementGroupName actual, ManagementGroupName asked)
            implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "other-management-group",
                    Sort.RULE,
                    "The parent belongs to another management group",
                    "Host group "
                            + parent
                            + " is in management group "
                            + actual
                            + ", not in "
                            + asked
                            + ".",
                    "Choose a parent in the same management group.");
        }

        @Override
        public Values values() {
            return Values.of("parent", parent.value())
                    .and("actual", actual.value())
                    .and("asked", asked.value());
        }
    }

    /** A host would keep more for itself than it has. */
    record ReserveExceedsHost(HostId host, ReserveField field, long reserve, long has)
            implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "reserve-exceeds-host",
                    Sort.RULE,
                    "The reserve is larger than the host",
                    "Host "
                            + host
                            + " has "
                            + has
                            + " "
                            + field.unit()
                            + " and would keep "
                            + reserve
                            + ".",
                    "Reserve at most " + has + " " + field.unit() + ".");
        }

        @Override
        public Values values() {
            return Values.of("host", host.value())
                    .and("field", field.label())
                    .and("reserve", reserve)
                    .and("has", has);
        }
    }

    /** What is to be removed still holds something. */
    record NotEmpty(EntityKind kind, String id, String holds) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    kind.label() + "-not-empty",
                    Sort.CONFLICT,
                    "This " + kind.noun() + " is not empty",
                    "The " + kind.noun() + " " + id + " still holds " + holds + ".",
                    "Remove what it holds first.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label()).and("id", id).and("holds", holds);
        }
    }

    /** The caller decided from an older state. */
    record Stale(EntityKind kind, String id, Revision current) implements InventoryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "stale",
                    Sort.STALE,
                    "The " + kind.noun() + " has changed since you read it",
                    "The "
                            + kind.noun()
                            + " "
                            + id
                            + " is at revision "
                            + current
                            + ", which If-Match does not name.",
                    "Read it again, decide again, and send If-Match: \"" + current + "\".");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label())
                    .and("id", id)
                    .and("currentRevision", current.value());
        }
    }

    /** As JSON can carry it: halves of characters are no text. */
    private static String printable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
