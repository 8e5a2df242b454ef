package io.berth.benchmarks.peers;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Hosts and VMs as every engine can take them: four resources, no other constraints, because not
 * all engines know others.
 *
 * @param capacity of each host: cores, MiB of memory, IOPS, Mbit/s
 * @param demand of each VM, likewise
 * @param at the number of each VM's host; -1 for one that waits
 * @param failed the number of a host that must not be used; -1 for none
 */
record Fleet(int[][] capacity, int[][] demand, int[] at, int failed) {
    static final int CORES = 0;
    static final int MEMORY = 1;
    static final int IOPS = 2;
    static final int NETWORK = 3;
    static final int RESOURCES = 4;

    private static final int VMS_PER_HOST = 25;
    private static final int GIB = 1024;

    /**
     * Hosts of one size with 25 VMs each, and VMs that wait: new ones, or those of a failed host.
     */
    static Fleet loaded(int hosts, int fresh, int failed, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        int[][] capacity = new int[hosts][];
        Arrays.fill(capacity, new int[] {128, 256 * GIB, 20_000, 40_000});
        int[][] demand = new int[hosts * VMS_PER_HOST + fresh][];
        int[] at = new int[demand.length];
        for (int vm = 0; vm < demand.length; vm++) {
            int memory = (1 + random.nextInt(8)) * GIB;
            demand[vm] =
                    new int[] {
                        1 + random.nextInt(4),
                        memory,
                        100 * (1 + random.nextInt(8)),
                        100 * (1 + random.nextInt(4))
                    };
            int host = vm % hosts;
            at[vm] = vm >= hosts * VMS_PER_HOST || host == failed ? -1 : host;
        }
        return new Fleet(capacity, demand, at, failed);
    }

    /** Empty hosts and VMs of seven common sizes, six a host; memory becomes scarce first. */
    static Fleet empty(int hosts, int vms, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        int[][] capacity = new int[hosts][];
        Arrays.fill(capacity, new int[] {64, 256 * GIB, 20_000, 25_000});
        int[] sizes = {4, 8, 16, 24, 32, 48, 64};
        int[][] demand = new int[vms][];
        for (int vm = 0; vm < vms; vm++) {
            int memory = sizes[random.nextInt(sizes.length)];
            demand[vm] =
                    new int[] {
                        Math.max(1, memory / (random.nextBoolean() ? 4 : 8)),
                        memory * GIB,
                        100 * (1 + random.nextInt(15)),
                        100 * (1 + random.nextInt(20))
                    };
        }
        int[] at = new int[vms];
        Arrays.fill(at, -1);
        return new Fleet(capacity, demand, at, -1);
    }

    int hosts() {
        return capacity.length;
    }

    /** The VMs that wait, in the order in which they came. */
    int[] waiting() {
        return IntStream.range(0, at.length).filter(vm -> at[vm] < 0).toArray();
    }

    /** No engine can do with fewer hosts: the scarcest resource alone would fill so many. */
    int lowerBound() {
        int bound = 0;
        for (int resource = 0; resource < RESOURCES; resource++) {
            long sum = 0;
            for (int[] vm : demand) {
                sum += vm[resource];
            }
            bound = Math.max(bound, (int) Math.ceilDiv(sum, capacity[0][resource]));
        }
        return bound;
    }

    /**
     * What an answer is worth.
     *
     * @throws IllegalStateException when a host is given more than it has, or a failed one is used
     */
    Quality judge(int[] hosts) {
        int[] waiting = waiting();
        if (hosts.length != waiting.length) {
            throw new IllegalStateException(
                    "%d answers for %d VMs".formatted(hosts.length, waiting.length));
        }
        int[] all = at.clone();
        for (int i = 0; i < waiting.length; i++) {
            all[waiting[i]] = hosts[i];
        }
        int[][] used = new int[capacity.length][RESOURCES];
        int[] vms = new int[capacity.length];
        int unplaced = 0;
        for (int vm = 0; vm < all.length; vm++) {
            if (all[vm] < 0) {
                unplaced++;
                continue;
            }
            if (all[vm] == failed) {
                throw new IllegalStateException("VM " + vm + " was given to the failed host");
            }
            vms[all[vm]]++;
            for (int resource = 0; resource < RESOURCES; resource++) {
                used[all[vm]][resource] += demand[vm][resource];
            }
        }
        double fullest = 0;
        for (int host = 0; host < capacity.length; host++) {
            for (int resource = 0; resource < RESOURCES; resource++) {
                double fill = (double) used[host][resource] / capacity[host][resource];
                if (fill > 1) {
                    throw new IllegalStateException(
                            "host %d is given %d of %d of resource %d"
                                    .formatted(
                                            host,
                                            used[host][resource],
                                            capacity[host][resource],
                                            resource));
                }
                fullest = Math.max(fullest, fill);
            }
        }
        int usedHosts = (int) Arrays.stream(vms).filter(count -> count > 0).count();
        return new Quality(unplaced, usedHosts, fullest);
    }

    /**
     * What came out.
     *
     * @param fullest the share of the scarcest resource that the fullest host has given away
     */
    record Quality(int unplaced, int hostsUsed, double fullest) {}
}
