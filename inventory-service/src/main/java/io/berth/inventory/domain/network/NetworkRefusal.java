package io.berth.inventory.domain.network;

import io.berth.contracts.ids.AddressPoolId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Values;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a network or a pool is not as wished, or an address cannot be leased. */
public sealed interface NetworkRefusal extends InventoryRefusal {
    /** A text is no subnet. */
    record InvalidSubnet(String subnet, String reason) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "invalid-subnet",
                    Sort.RULE,
                    "This is no subnet",
                    subnet + " is no subnet: " + reason + ".",
                    "Write it in CIDR form, such as 10.1.0.0/24 or 2001:db8::/64.");
        }

        @Override
        public Values values() {
            return Values.of("subnet", subnet).and("reason", reason);
        }
    }

    /** A text is no address. */
    record InvalidAddress(String address, String reason) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "invalid-address",
                    Sort.RULE,
                    "This is no address",
                    address + " is no address: " + reason + ".",
                    "Write it as 10.1.0.1, 2001:db8::1 or, where a MAC address is asked for,"
                            + " 02:15:5d:00:00:01.");
        }

        @Override
        public Values values() {
            return Values.of("address", address).and("reason", reason);
        }
    }

    /** Two subnets of a network share addresses on a site. */
    record SubnetsOverlap(SiteId site, String subnet, String other) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "subnets-overlap",
                    Sort.RULE,
                    "Subnets overlap",
                    "On site "
                            + site
                            + " the subnets "
                            + subnet
                            + " and "
                            + other
                            + " of this network share addresses.",
                    "Give each VLAN of a site subnets of its own.");
        }

        @Override
        public Values values() {
            return Values.of("site", site.value()).and("subnet", subnet).and("other", other);
        }
    }

    /** A network names a VLAN of a site twice. */
    record VlanNamedTwice(SiteId site, @Nullable Long vlan) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "vlan-named-twice",
                    Sort.RULE,
                    "The network names a VLAN of a site twice",
                    "Site "
                            + site
                            + " stands there more than once with "
                            + (vlan == null ? "no VLAN" : "VLAN " + vlan)
                            + ".",
                    "Put all subnets of the VLAN into one entry.");
        }

        @Override
        public Values values() {
            return Values.of("site", site.value()).and("vlan", vlan == null ? "none" : vlan);
        }
    }

    /** Another network has the VLAN on that site. */
    record VlanInUse(SiteId site, long vlan, LogicalNetworkId network) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "vlan-in-use",
                    Sort.CONFLICT,
                    "The VLAN belongs to another logical network",
                    "VLAN "
                            + vlan
                            + " on site "
                            + site
                            + " is that of logical network "
                            + network
                            + ".",
                    "Two networks of one VLAN would be one network: choose another VLAN, or extend "
                            + network
                            + ".");
        }

        @Override
        public Values values() {
            return Values.of("site", site.value())
                    .and("vlan", vlan)
                    .and("network", network.value());
        }
    }

    /** A pool lies in a subnet that would go. */
    record SubnetInUse(AddressPoolId pool, SiteId site, String subnet) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "subnet-in-use",
                    Sort.CONFLICT,
                    "A pool lies in the subnet",
                    "Address pool "
                            + pool
                            + " lies in subnet "
                            + subnet
                            + " of site "
                            + site
                            + ", which the network would no longer have.",
                    "Keep the subnet, or remove the pool first.");
        }

        @Override
        public Values values() {
            return Values.of("pool", pool.value()).and("site", site.value()).and("subnet", subnet);
        }
    }

    /** The network does not have the subnet on that site. */
    record SubnetNotOfNetwork(
            LogicalNetworkId network, SiteId site, String subnet, List<String> subnets)
            implements NetworkRefusal {
        /** Copies the list. */
        public SubnetNotOfNetwork {
            subnets = List.copyOf(subnets);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "subnet-not-of-network",
                    Sort.RULE,
                    "The network does not have this subnet there",
                    "Logical network "
                            + network
                            + " does not have subnet "
                            + subnet
                            + " on site "
                            + site
                            + ".",
                    subnets.isEmpty()
                            ? "Add the subnet to the network first."
                            : "Its subnets there are " + String.join(", ", subnets) + ".");
        }

        @Override
        public Values values() {
            return Values.of("network", network.value())
                    .and("site", site.value())
                    .and("subnet", subnet)
                    .and("subnets", subnets);
        }
    }

    /** An address lies outside its subnet, or a machine cannot have it. */
    record OutsideSubnet(String address, String subnet, String lowest, String highest)
            implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "outside-subnet",
                    Sort.RULE,
                    "The address is none that a machine in the subnet can have",
                    address + " is not among the usable addresses of subnet " + subnet + ".",
                    "Usable are " + lowest + " to " + highest + ".");
        }

        @Override
        public Values values() {
            return Values.of("address", address)
                    .and("subnet", subnet)
                    .and("lowest", lowest)
                    .and("highest", highest);
        }
    }

    /** A reserved address lies outside the pool. */
    record OutsidePool(String address, String first, String last) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "outside-pool",
                    Sort.RULE,
                    "The reserved address is not in the pool",
                    address + " is not between " + first + " and " + last + ".",
                    "Reserve only addresses of the pool; no others are leased anyway.");
        }

        @Override
        public Values values() {
            return Values.of("address", address).and("first", first).and("last", last);
        }
    }

    /** A range runs backwards. */
    record ReversedRange(String first, String last) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "reversed-range",
                    Sort.RULE,
                    "The range runs backwards",
                    first + " is above " + last + ".",
                    "Put the lower address first.");
        }

        @Override
        public Values values() {
            return Values.of("first", first).and("last", last);
        }
    }

    /** A pool holds more than allowed. */
    record PoolTooLarge(BigInteger size, long max) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "pool-too-large",
                    Sort.RULE,
                    "The pool is too large",
                    "The pool would have " + size + " addresses.",
                    "At most " + max + " are allowed: make several pools.");
        }

        @Override
        public Values values() {
            return Values.of("size", size).and("max", max);
        }
    }

    /** Every address of the pool is reserved. */
    record PoolEmpty(String first, String last) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "pool-empty",
                    Sort.RULE,
                    "The pool has no address to lease",
                    "All addresses from "
                            + first
                            + " to "
                            + last
                            + " are reserved, gateway or DNS server.",
                    "Widen the range, or reserve fewer.");
        }

        @Override
        public Values values() {
            return Values.of("first", first).and("last", last);
        }
    }

    /** Another pool holds some of the addresses. */
    record PoolsOverlap(EntityKind kind, String other, String first, String last)
            implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "pools-overlap",
                    Sort.CONFLICT,
                    "Pools overlap",
                    "The "
                            + kind.noun()
                            + " "
                            + other
                            + " holds "
                            + first
                            + " to "
                            + last
                            + ", some of which this one would hold as well.",
                    "Choose a range that no other pool has.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label())
                    .and("other", other)
                    .and("first", first)
                    .and("last", last);
        }
    }

    /** A MAC address is that of a group. */
    record MulticastMac(String address) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "multicast-mac",
                    Sort.RULE,
                    "This MAC address is a multicast address",
                    address
                            + " has the lowest bit of its first byte set: it is that of a group of"
                            + " adapters, and none can have it.",
                    "Use a first byte such as 02, 06, 0a or 0e.");
        }

        @Override
        public Values values() {
            return Values.of("address", address);
        }
    }

    /** A MAC address is that of a maker of real adapters. */
    record ForeignMacPrefix(String address, String prefix, List<String> allowed)
            implements NetworkRefusal {
        /** Copies the list. */
        public ForeignMacPrefix {
            allowed = List.copyOf(allowed);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "foreign-mac-prefix",
                    Sort.RULE,
                    "The prefix belongs to a maker of real adapters",
                    "The prefix "
                            + prefix
                            + " of "
                            + address
                            + " is neither locally administered nor that of a hypervisor.",
                    "Use a first byte such as 02, or one of " + String.join(", ", allowed) + ".");
        }

        @Override
        public Values values() {
            return Values.of("address", address).and("prefix", prefix).and("allowed", allowed);
        }
    }

    /** A range of a maker's prefix leaves it. */
    record PrefixLeft(String first, String last) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "mac-prefix-left",
                    Sort.RULE,
                    "The range leaves its prefix",
                    first + " and " + last + " do not have the same prefix of three bytes.",
                    "Only locally administered ranges may span several prefixes.");
        }

        @Override
        public Values values() {
            return Values.of("first", first).and("last", last);
        }
    }

    /** Leased addresses would leave the pool. */
    record PoolHoldsLeases(EntityKind kind, String pool, long leases, String example)
            implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "pool-holds-leases",
                    Sort.CONFLICT,
                    "Addresses of the pool are leased",
                    "The "
                            + kind.noun()
                            + " "
                            + pool
                            + " has "
                            + leases
                            + " leased address"
                            + (leases == 1 ? "" : "es")
                            + " that it would no longer have, such as "
                            + example
                            + ".",
                    "Release them first, or keep them in the pool.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label())
                    .and("pool", pool)
                    .and("leases", leases)
                    .and("example", example);
        }
    }

    /** No address is free. */
    record PoolExhausted(EntityKind kind, String pool, long leased, long reserved)
            implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "pool-exhausted",
                    Sort.CONFLICT,
                    "No address is free",
                    "The "
                            + kind.noun()
                            + " "
                            + pool
                            + " has leased all its "
                            + leased
                            + " addresses; "
                            + reserved
                            + " more are reserved.",
                    "Release addresses, widen the pool, or use another.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label())
                    .and("pool", pool)
                    .and("leased", leased)
                    .and("reserved", reserved)
                    .and("free", 0);
        }
    }

    /** The VM has no such adapter on the pool's network. */
    record AdapterNotOnNetwork(
            VmId vm, String adapter, LogicalNetworkId network, List<String> adapters)
            implements NetworkRefusal {
        /** Copies the list. */
        public AdapterNotOnNetwork {
            adapters = List.copyOf(adapters);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "adapter-not-on-network",
                    Sort.RULE,
                    "The VM has no such adapter on this network",
                    "VM "
                            + vm
                            + " has no adapter "
                            + adapter
                            + " on logical network "
                            + network
                            + ".",
                    adapters.isEmpty()
                            ? "None of its adapters is connected to that network."
                            : "On that network it has " + String.join(", ", adapters) + ".");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value())
                    .and("adapter", adapter)
                    .and("network", network.value())
                    .and("adapters", adapters);
        }
    }

    /** The address is not leased. */
    record LeaseNotFound(EntityKind kind, String pool, String address) implements NetworkRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "lease-not-found",
                    Sort.ABSENT,
                    "The address is not leased",
                    "The " + kind.noun() + " " + pool + " has not leased " + address + ".",
                    "List its leases.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label()).and("pool", pool).and("address", address);
        }
    }
}
