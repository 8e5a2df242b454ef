package io.berth.benchmarks.peers;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cloudsimplus.allocationpolicies.VmAllocationPolicy;
import org.cloudsimplus.allocationpolicies.VmAllocationPolicyBestFit;
import org.cloudsimplus.allocationpolicies.VmAllocationPolicyFirstFit;
import org.cloudsimplus.core.CloudSimPlus;
import org.cloudsimplus.datacenters.DatacenterSimple;
import org.cloudsimplus.hosts.Host;
import org.cloudsimplus.hosts.HostSimple;
import org.cloudsimplus.resources.Pe;
import org.cloudsimplus.resources.PeSimple;
import org.cloudsimplus.vms.Vm;
import org.cloudsimplus.vms.VmSimple;

/**
 * CloudSim Plus: its allocation policies, called as its data centre calls them, without the
 * simulation around them. Its storage stands for disk operations.
 */
final class CloudSim implements Peer {
    private static final double MIPS = 1000;

    private final String name;
    private final Supplier<VmAllocationPolicy> policy;

    private CloudSim(String name, Supplier<VmAllocationPolicy> policy) {
        this.name = name;
        this.policy = policy;
    }

    static CloudSim bestFit() {
        return new CloudSim("CloudSim Plus, best fit", VmAllocationPolicyBestFit::new);
    }

    static CloudSim firstFit() {
        return new CloudSim("CloudSim Plus, first fit", VmAllocationPolicyFirstFit::new);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Task> tasks() {
        return EnumSet.allOf(Task.class);
    }

    @Override
    public Session prepare(Fleet fleet, Task task) {
        Map<Integer, Host> hosts = new TreeMap<>();
        for (int number = 0; number < fleet.hosts(); number++) {
            if (number != fleet.failed()) {
                hosts.put(number, host(fleet, number));
            }
        }
        VmAllocationPolicy allocation = policy.get();
        var dataCentre =
                new DatacenterSimple(new CloudSimPlus(), List.copyOf(hosts.values()), allocation);
        allocation.setDatacenter(dataCentre);
        for (int vm = 0; vm < fleet.at().length; vm++) {
            if (fleet.at()[vm] >= 0) {
                allocation.allocateHostForVm(vm(fleet, vm), hosts.get(fleet.at()[vm]));
            }
        }
        List<Vm> waiting =
                IntStream.of(fleet.waiting()).mapToObj(number -> vm(fleet, number)).toList();
        return new Session() {
            @Override
            public int[] place() {
                return waiting.stream().mapToInt(vm -> hostOf(allocation, vm)).toArray();
            }

            @Override
            public void undo() {
                waiting.forEach(allocation::deallocateHostForVm);
            }
        };
    }

    private static int hostOf(VmAllocationPolicy allocation, Vm vm) {
        return allocation.allocateHostForVm(vm).fully() ? (int) vm.getHost().getId() : -1;
    }

    private static Host host(Fleet fleet, int number) {
        int[] capacity = fleet.capacity()[number];
        List<Pe> cores = new ArrayList<>();
        for (int i = 0; i < capacity[Fleet.CORES]; i++) {
            cores.add(new PeSimple(MIPS));
        }
        Host host =
                new HostSimple(
                        capacity[Fleet.MEMORY],
                        capacity[Fleet.NETWORK],
                        capacity[Fleet.IOPS],
                        cores);
        host.setId(number);
        return host;
    }

    private static Vm vm(Fleet fleet, int number) {
        int[] demand = fleet.demand()[number];
        Vm vm = new VmSimple(number, MIPS, demand[Fleet.CORES]);
        vm.setRam(demand[Fleet.MEMORY]);
        vm.setBw(demand[Fleet.NETWORK]);
        vm.setSize(demand[Fleet.IOPS]);
        return vm;
    }
}
