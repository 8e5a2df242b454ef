package io.berth.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A made-up estate as a YAML file. The same sizes and seed give the same file.
 *
 * @param clusters that came of the hosts
 */
record EstateFile(Path path, int hosts, int vms, int clusters, int groups) {
    private static final int MIN_NODES = 16;
    private static final int MAX_NODES = 64;
    private static final int CLUSTERS_IN_GROUP = 10;
    private static final int[] CORES = {16, 32, 48, 64};
    private static final int[] HOST_GIB = {128, 256, 384, 512};
    private static final int[] VCPUS = {1, 2, 2, 4, 4, 8, 16};
    private static final int[] VM_GIB = {1, 2, 4, 4, 8, 16, 32};
    private static final String[] PRIORITIES = {"HIGH", "MEDIUM", "MEDIUM", "MEDIUM", "LOW"};

    /** The id of a VM. */
    static String vm(int number) {
        return "bench-vm-%06d".formatted(number);
    }

    /** The id of a cluster. */
    static String cluster(int number) {
        return "bench-c%04d".formatted(number);
    }

    /** What is announced: each entity once. */
    int entities() {
        return 1 + groups + clusters + hosts + vms;
    }

    /** Writes an estate. */
    static EstateFile write(Path path, int hosts, int vms, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] nodes = nodes(hosts, random);
        int groups = (nodes.length + CLUSTERS_IN_GROUP - 1) / CLUSTERS_IN_GROUP;
        try (Writer out = Files.newBufferedWriter(path)) {
            out.write("format: berth-estate-1\nmanagementGroups:\n  - name: Bench\nhostGroups:\n");
            for (int i = 0; i < groups; i++) {
                out.write(
                        ("  - {id: bench-g%03d, managementGroup: Bench,"
                                        + " reserve: {cpuPercent: 5, memoryMiB: 4096}}\n")
                                .formatted(i));
            }
            out.write("clusters:\n");
            int host = 0;
            for (int i = 0; i < nodes.length; i++) {
                out.write(
                        ("  - id: %s\n    group: bench-g%03d\n    site: site-%d\n"
                                        + "    nodeFailureReserve: 1\n    hosts:\n")
                                .formatted(cluster(i), i / CLUSTERS_IN_GROUP, i % 5));
                for (int n = 0; n < nodes[i]; n++) {
                    out.write(
                            "      - {id: bench-h%05d, cores: %d, memoryMiB: %d}\n"
                                    .formatted(
                                            host++,
                                            CORES[random.nextInt(CORES.length)],
                                            HOST_GIB[random.nextInt(HOST_GIB.length)] * 1024));
                }
            }
            out.write("vms:\n");
            for (int i = 0; i < vms; i++) {
                int size = random.nextInt(VCPUS.length);
                out.write(
                        ("  - {id: %s, cluster: %s, vcpus: %d, memoryMiB: %d,"
                                        + " highlyAvailable: %b, restartPriority: %s}\n")
                                .formatted(
                                        vm(i),
                                        cluster(random.nextInt(nodes.length)),
                                        VCPUS[size],
                                        VM_GIB[random.nextInt(VM_GIB.length)] * 1024,
                                        random.nextInt(4) > 0,
                                        PRIORITIES[random.nextInt(PRIORITIES.length)]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EstateFile(path, hosts, vms, nodes.length, groups);
    }

    /** Clusters of 16 to 64 nodes; the last one takes what is left. */
    private static int[] nodes(int hosts, SplittableRandom random) {
        int[] nodes = new int[hosts / MIN_NODES + 1];
        int clusters = 0;
        for (int left = hosts; left > 0; clusters++) {
            int next = random.nextInt(MIN_NODES, MAX_NODES + 1);
            nodes[clusters] = left - next < MIN_NODES ? Math.min(left, MAX_NODES) : next;
            left -= nodes[clusters];
        }
        return Arrays.copyOf(nodes, clusters);
    }
}
