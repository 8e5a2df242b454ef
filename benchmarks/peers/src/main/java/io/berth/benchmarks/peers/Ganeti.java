package io.berth.benchmarks.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Ganeti's {@code hbal}, which moves the instances of an offline node elsewhere. It knows memory,
 * processors and disk, which stands for disk operations; nothing of networks. Its instances lie on
 * external storage, so that each can move to any node. Its own format: man htools.
 */
final class Ganeti extends ProgramPeer {
    private static final int REPETITIONS = 3;
    private static final String GROUP = "group|uuid|preferred||\n\n";
    private static final String POLICY =
            "\n\n|128,1,1,1,1,1|128,1,1,1,1,1;1048576,128,1048576,16,8,12|ext|1.0|1000.0\n";

    /** "1. v0 n1 => n0 20.0 a=fa:n0" */
    private static final Pattern MOVE =
            Pattern.compile("^\\s*\\d+\\.\\s+v(\\d+)\\s+n\\d+\\s+=>\\s+n(\\d+)\\s.*");

    Ganeti() {
        super("Ganeti hbal", "hbal", REPETITIONS, ".data", MOVE);
    }

    @Override
    List<String> arguments(Fleet fleet, Path file) {
        return List.of("-t", file.toString(), "-O", "n" + fleet.failed(), "--evac-mode");
    }

    @Override
    String describe(Fleet fleet) {
        int[][] used = new int[fleet.hosts()][Fleet.RESOURCES];
        StringBuilder instances = new StringBuilder();
        for (int vm = 0; vm < fleet.at().length; vm++) {
            int at = fleet.at()[vm] < 0 ? fleet.failed() : fleet.at()[vm];
            int[] demand = fleet.demand()[vm];
            for (int resource = 0; resource < Fleet.RESOURCES; resource++) {
                used[at][resource] += demand[resource];
            }
            instances.append(
                    "v%d|%d|%d|%d|running|Y|n%d||ext||1|-%n"
                            .formatted(
                                    vm,
                                    demand[Fleet.MEMORY],
                                    demand[Fleet.IOPS],
                                    demand[Fleet.CORES],
                                    at));
        }
        StringBuilder nodes = new StringBuilder();
        for (int host = 0; host < fleet.hosts(); host++) {
            int[] capacity = fleet.capacity()[host];
            nodes.append(
                    "n%d|%d|0|%d|%d|%d|%d|N|uuid|1||N|1|0|1%n"
                            .formatted(
                                    host,
                                    capacity[Fleet.MEMORY],
                                    capacity[Fleet.MEMORY] - used[host][Fleet.MEMORY],
                                    capacity[Fleet.IOPS],
                                    capacity[Fleet.IOPS] - used[host][Fleet.IOPS],
                                    capacity[Fleet.CORES]));
        }
        return GROUP + nodes + "\n" + instances + POLICY;
    }
}
