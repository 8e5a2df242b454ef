package io.berth.demo;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An estate to be made: sites, host groups with reserves, clusters, hosts and VMs. Drawn from a
 * seed, so that the same seed gives the same estate. It fills the hosts to about half, so that
 * every VM of a dead host finds another place.
 *
 * @param name of the management group
 */
public record EstatePlan(String name, List<Group> groups, List<Cluster> clusters, List<Vm> vms) {
    private static final List<String> SITES = List.of("north", "south", "east", "west");
    private static final int[] CORES = {24, 32, 48};
    private static final long[] HOST_GIB = {96, 128, 192};
    private static final long[] VM_GIB = {1, 2, 2, 4, 4, 4, 8, 8, 16};

    public EstatePlan {
        groups = List.copyOf(groups);
        clusters = List.copyOf(clusters);
        vms = List.copyOf(vms);
    }

    /** How large. */
    public record Size(int sites, int clustersPerSite, int hostsPerCluster, int vms) {
        /** The estate of the demo: 2 sites, 4 clusters, 48 hosts, 400 VMs. */
        public static final Size DEMO = new Size(2, 2, 12, 400);

        /**
         * @throws IllegalArgumentException when a number is out of range
         */
        public Size {
            if (sites < 1 || sites > SITES.size()) {
                throw new IllegalArgumentException(
                        "sites is " + sites + "; allowed is 1 to " + SITES.size());
            }
            if (clustersPerSite < 1 || hostsPerCluster < 3 || vms < 1) {
                throw new IllegalArgumentException(
                        "an estate needs a cluster, three hosts in it and a VM");
            }
        }
    }

    /** A host group; its reserve holds for all hosts in it. */
    public record Group(HostGroupId id, @Nullable HostGroupId parent, HostReserve reserve) {}

    /** A cluster with its hosts. */
    public record Cluster(
            ClusterId id,
            HostGroupId group,
            SiteId site,
            int nodeFailureReserve,
            List<Host> hosts) {
        public Cluster {
            hosts = List.copyOf(hosts);
        }

        /** The placement domain that follows. */
        public DomainId domain() {
            return DomainId.of(id);
        }
    }

    /** A host. */
    public record Host(HostId id, int cores, MiB memory) {}

    /** A VM. */
    public record Vm(VmId id, ClusterId cluster, VmSpec spec) {}

    /** All hosts of all clusters. */
    public List<Host> hosts() {
        return clusters.stream().flatMap(cluster -> cluster.hosts().stream()).toList();
    }

    /** All placement domains. */
    public Set<DomainId> domains() {
        Set<DomainId> domains = new HashSet<>();
        clusters.forEach(cluster -> domains.add(cluster.domain()));
        return domains;
    }

    /**
     * Draws an estate.
     *
     * @param suffix of every name, so that several estates fit into one installation; may be empty
     */
    public static EstatePlan draw(Size size, long seed, String suffix) {
        RandomGenerator random = new SplittableRandom(seed);
        List<Group> groups = new ArrayList<>();
        List<Cluster> clusters = new ArrayList<>();
        HostGroupId root = new HostGroupId("all" + suffix);
        groups.add(new Group(root, null, new HostReserve(5, MiB.ofGiB(4))));
        for (String site : SITES.subList(0, size.sites())) {
            HostGroupId group = new HostGroupId(site + suffix);
            MiB memory = MiB.ofGiB(4 + 2L * random.nextInt(3));
            groups.add(new Group(group, root, new HostReserve(5 + random.nextInt(6), memory)));
            for (int i = 0; i < size.clustersPerSite(); i++) {
                String name = site + "-" + (char) ('a' + i) + suffix;
                clusters.add(cluster(name, group, site, size.hostsPerCluster(), random));
            }
        }
        List<Vm> vms = new ArrayList<>();
        for (int i = 0; i < size.vms(); i++) {
            Cluster home = clusters.get(i % clusters.size());
            vms.add(vm(home, i / clusters.size() + 1, random));
        }
        return new EstatePlan("Demo" + suffix, groups, clusters, vms);
    }

    private static Cluster cluster(
            String name, HostGroupId group, String site, int count, RandomGenerator random) {
        int cores = CORES[random.nextInt(CORES.length)];
        MiB memory = MiB.ofGiB(HOST_GIB[random.nextInt(HOST_GIB.length)]);
        List<Host> hosts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            hosts.add(new Host(new HostId("%s-h%02d".formatted(name, i)), cores, memory));
        }
        return new Cluster(new ClusterId(name), group, new SiteId(site), 1, hosts);
    }

    /**
     * Of each ten VMs the first two are kept apart, and so are the next three; about one in twelve
     * is not highly available.
     */
    private static Vm vm(Cluster home, int number, RandomGenerator random) {
        String cluster = home.id().value();
        int place = (number - 1) % 10;
        int ten = (number - 1) / 10;
        String set =
                switch (place) {
                    case 0, 1 -> cluster + "-pair" + ten;
                    case 2, 3, 4 -> cluster + "-trio" + ten;
                    default -> null;
                };
        int draw = random.nextInt(10);
        RestartPriority priority =
                draw < 2
                        ? RestartPriority.HIGH
                        : draw < 7 ? RestartPriority.MEDIUM : RestartPriority.LOW;
        VmSpec spec =
                new VmSpec(
                        1 + random.nextInt(4),
                        10 + 10 * random.nextInt(4),
                        MiB.ofGiB(VM_GIB[random.nextInt(VM_GIB.length)]),
                        place < 5 || random.nextInt(6) > 0,
                        priority,
                        set);
        return new Vm(new VmId("%s-vm%03d".formatted(cluster, number)), home.id(), spec);
    }
}
