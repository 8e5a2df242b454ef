package io.berth.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code berth bench}. Exit code 1: a floor was missed; 2: it could not be measured.
 */
@Command(
        name = "berth bench",
        description = "Measures Berth. Without a name: heartbeats, detection and placement.",
        mixinStandardHelpOptions = true,
        subcommands = CommandLine.HelpCommand.class)
public final class Bench implements Runnable {
    private boolean missed;

    /** Runs a benchmark by name. */
    public static void main(String[] arguments) {
        Bench bench = new Bench();
        int code =
                new CommandLine(bench)
                        .setExecutionExceptionHandler((problem, command, _) -> {
                            command.getErr().println("berth bench: " + problem.getMessage());
                            return 2;
                        })
                        .execute(arguments);
        System.exit(code == 0 && bench.missed ? 1 : code);
    }

    @Override
    public void run() {
        heartbeats();
        detection(2000, 1);
        engine();
    }

    @Command(
            name = "heartbeats",
            description =
                    "Reading and folding beats of 1,000 and 10,000 hosts, against the ceiling.")
    void heartbeats() {
        tell(HeartbeatBench.run());
    }

    @Command(
            name = "telemetry",
            description =
                    "The whole way of beats, from a broker of its own to the load of hosts, beside"
                            + " consumers that do nothing; and catching up with ten minutes.")
    void telemetry(
            @Option(
                            names = "--backlog-hosts",
                            defaultValue = "500",
                            description = "Whose ten minutes are caught up with.")
                    int backlogHosts) {
        tell(TelemetryBench.run(backlogHosts));
    }

    @Command(
            name = "detection",
            description = "How long a death goes unnoticed, over simulated logs with a seed.")
    void detection(
            @Option(names = "--runs", defaultValue = "2000", description = "Deaths.") int runs,
            @Option(names = "--seed", defaultValue = "1", description = "Of the first log.")
                    long seed) {
        tell(DetectionBench.run(runs, seed));
    }

    @Command(
            name = "placement",
            description =
                    "Deciding anew when one host of 12 dies; the engine alone on 10,000 hosts with"
                            + " 64 shapes of VMs: index and scan, batches, heap; packing 30,000 VMs"
                            + " on few hosts. With instances: only packing those.")
    void placement(
            @Option(
                            names = "--instances",
                            description =
                                    "Folder with public instances of vector bin packing (*.vbp).")
                    @Nullable Path instances,
            @Option(
                            names = "--planner-seconds",
                            defaultValue = "1",
                            description = "Processor time of the planner for each instance.")
                    double seconds,
            @Option(
                            names = "--every",
                            defaultValue = "1",
                            description = "Only each so-manieth instance.")
                    int every)
            throws IOException {
        if (instances == null) {
            engine();
        } else {
            tell(VbpBench.run(instances, seconds, Math.max(every, 1)));
        }
    }

    private void engine() {
        tell(ReplacementBench.run());
        tell(PlacementEngineBench.run());
        tell(PackingBench.run());
    }

    @Command(
            name = "reserve",
            description = "Judging the reserve of 64 nodes with 12 VMs each, cold and changed.")
    void reserve() {
        tell(ReserveBench.run());
    }

    @Command(
            name = "failover",
            description =
                    "From HostFailed to the last VmPlaced for 100 VMs, through the running"
                            + " platform.")
    void failover(
            @Option(names = "--repetitions", defaultValue = "10", description = "Deaths.")
                    int repetitions,
            @Option(names = "--vms", defaultValue = "100", description = "On the host that dies.")
                    int vms)
            throws InterruptedException {
        tell(FailoverBench.run(repetitions, vms));
    }

    @Command(
            name = "start",
            description = "Starting the whole platform, and its memory; none may be running.")
    void start(
            @Option(names = "--repetitions", defaultValue = "3", description = "Warm starts.")
                    int repetitions) {
        tell(StartBench.run(repetitions));
    }

    @Command(
            name = "keyvault",
            description =
                    "Protecting and opening records of 1 KiB over REST, through the running"
                            + " platform.")
    void keyvault(
            @Option(
                            names = "--seconds",
                            defaultValue = "10",
                            description = "Each load is measured for so long.")
                    int seconds) {
        tell(KeyvaultBench.run(Duration.ofSeconds(seconds)));
    }

    @Command(
            name = "vault",
            description =
                    "Protecting in process beside the cipher alone; single calls at a fixed rate;"
                            + " bringing ciphertexts under a newer key while others call. Starts a"
                            + " broker, a database and the services of its own.")
    void vault(
            @Option(
                            names = "--seconds",
                            defaultValue = "30",
                            description = "Each load is measured for so long.")
                    int seconds,
            @Option(
                            names = "--rewraps",
                            defaultValue = "1000000",
                            description = "Ciphertexts brought under a newer key; 0: none.")
                    int rewraps) {
        tell(VaultCipherBench.run());
        VaultBench.run(Duration.ofSeconds(seconds), rewraps, this::tell);
    }

    @Command(
            name = "replica",
            description =
                    "The scheduler's rules over 50,000 relationships; finding and shipping the"
                        + " changed blocks of an image, beside reading it and beside rsync; how"
                        + " punctual two instances are with 10,000 relationships every 30 s, and"
                        + " how soon one orders after a restart. Starts a broker and a database of"
                        + " its own.")
    void replica(
            @Option(
                            names = {"--image-gib", "--gib"},
                            defaultValue = "1",
                            description = "Size of the image; 0: nothing of the mover.")
                    int gib,
            @Option(
                            names = "--changed-percent",
                            defaultValue = "1",
                            description = "Of the image, before each cycle.")
                    double percent,
            @Option(
                            names = "--block-kib",
                            defaultValue = "64",
                            description = "A power of two from 4 to 1,024.")
                    int blockKib,
            @Option(
                            names = "--folder",
                            defaultValue = "/var/tmp",
                            description =
                                    "On the disk that the mover is measured with; needs room for"
                                            + " six images.")
                    Path folder,
            @Option(
                            names = "--relationships",
                            defaultValue = "10000",
                            description = "How many; 0: nothing of the service.")
                    int relationships,
            @Option(names = "--slots", defaultValue = "4", description = "Intervals measured.")
                    int slots) {
        tell(CycleRulesBench.run());
        if (gib > 0) {
            tell(MoverBench.run(new MoverBench.Options(gib, percent, blockKib, folder)));
        }
        if (relationships > 0) {
            tell(ReplicaBench.run(relationships, slots));
        }
    }

    @Command(
            name = "inventory",
            description =
                    "Importing an estate, asking for pages of it and warming a cold placement with"
                            + " it; starts a broker, a database and the services of its own.")
    void inventory(
            @Option(names = "--hosts", defaultValue = "10000", description = "How many.") int hosts,
            @Option(names = "--vms", defaultValue = "250000", description = "How many.") int vms,
            @Option(names = "--seed", defaultValue = "1", description = "Of the estate.")
                    long seed) {
        tell(InventoryBench.run(hosts, vms, seed));
    }

    private void tell(Report report) {
        report.lines().forEach(System.out::println);
        missed |= !report.missed().isEmpty();
    }
}
