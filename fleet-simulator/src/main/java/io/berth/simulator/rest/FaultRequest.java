package io.berth.simulator.rest;

import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.simulator.agent.HeldVm;
import io.berth.simulator.disks.HotDisk;
import io.berth.simulator.disks.MoveTrouble;
import io.berth.simulator.facts.FactBreakage;
import io.berth.simulator.faults.Fault;
import io.berth.simulator.faults.Garbage;
import io.berth.simulator.runtime.SimulatedHost;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A fault as it is asked for.
 *
 * @param kind as in the README's table
 * @param ms of {@code slow}, {@code clock-step} and {@code restart-agent}, in milliseconds
 * @param period of {@code flap}
 * @param garbage of {@code garbage}: which, in lower case with dashes
 * @param count of {@code garbage}: how many a host writes; one when absent
 * @param vm of {@code rogue-start}, {@code unmanaged-start}, {@code unmanaged-stop}, {@code
 *     hang-guest} and {@code hot-disk}
 * @param epoch of {@code rogue-start}: under which it claims to run; none when absent
 * @param facts of {@code facts}: what is amiss, in lower case with dashes
 * @param moves of {@code moves}: what is wrong with them, in lower case with dashes
 * @param disk of {@code hot-disk}: its name among those of {@code vm}
 * @param readIops of {@code hot-disk}; none when absent
 * @param writeIops of {@code hot-disk}; none when absent
 * @param mbit of {@code slow-link}
 * @param vcpus of {@code unmanaged-start}; 1 when absent
 * @param memoryMiB of {@code unmanaged-start}; 512 when absent
 * @param guest of {@code unmanaged-start}: the name of its guest system; none when absent
 */
public record FaultRequest(
        @Nullable String kind,
        @Nullable Set<HostId> hosts,
        @Nullable Long ms,
        @Nullable Duration period,
        @Nullable String garbage,
        @Nullable Integer count,
        @Nullable VmId vm,
        @Nullable Epoch epoch,
        @Nullable String facts,
        @Nullable String moves,
        @Nullable String disk,
        @Nullable Long readIops,
        @Nullable Long writeIops,
        @Nullable Long mbit,
        @Nullable Integer vcpus,
        @Nullable Long memoryMiB,
        @Nullable String guest) {
    private static final String HINT = "The README of the simulator has a table of all faults.";
    private static final long MAX_SLOW_MS = 60_000;
    private static final long MAX_RESTART_MS =
            HostBeat.LONGEST_RESTART.minus(SimulatedHost.RESTART_RESERVE).toMillis();
    private static final long MAX_STEP_MS = Duration.ofDays(3650).toMillis();
    private static final int MAX_GARBAGE = 1000;
    private static final int MAX_VCPUS = 1024;
    private static final long MAX_MEMORY_MIB = 1L << 30;
    private static final Duration MIN_PERIOD = Duration.ofMillis(100);

    /**
     * @throws ProblemException when it does not make sense
     */
    Fault fault() {
        if (hosts == null || hosts.isEmpty()) {
            throw ProblemException.invalid(
                    "hosts-missing", "A fault needs at least one host.", HINT);
        }
        Set<HostId> whom = new TreeSet<>(hosts);
        String name = kind == null ? "" : kind;
        return switch (name) {
            case "crash" -> new Fault.Crash(whom);
            case "power-on" -> new Fault.PowerOn(whom);
            case "freeze" -> new Fault.Freeze(whom);
            case "restart-agent" -> new Fault.RestartAgent(whom, millis(0, MAX_RESTART_MS));
            case "thaw" -> new Fault.Thaw(whom);
            case "partition" -> new Fault.Partition(whom);
            case "cut-broker" -> new Fault.CutBroker(whom);
            case "cut-peers" -> new Fault.CutPeers(whom);
            case "heal" -> new Fault.Heal(whom);
            case "slow" -> new Fault.Slow(whom, millis(0, MAX_SLOW_MS));
            case "flap" -> new Fault.Flap(whom, flapPeriod());
            case "clock-step" -> new Fault.ClockStep(whom, millis(-MAX_STEP_MS, MAX_STEP_MS));
            case "garbage" -> new Fault.WriteGarbage(whom, garbageKind(), garbageCount());
            case "deaf" -> new Fault.Deaf(whom);
            case "rogue-start" -> new Fault.RogueStart(whom, rogue());
            case "unmanaged-start" -> new Fault.UnmanagedStart(whom, unmanaged(), guestName());
            case "unmanaged-stop" -> new Fault.UnmanagedStop(whom, namedVm());
            case "hang-guest" -> new Fault.HangGuest(whom, namedVm());
            case "refuse-starts" -> new Fault.RefuseStarts(whom);
            case "facts" -> new Fault.BreakFacts(whom, breakage());
            case "moves" ->
                    new Fault.TroubleMoves(whom, named("moves", moves, MoveTrouble.values()));
            case "hot-disk" -> new Fault.HeatDisk(whom, hotDisk());
            case "slow-link" -> new Fault.SlowLink(whom, link());
            case "lose-replicas" -> new Fault.LoseReplicas(whom);
            default ->
                    throw ProblemException.invalid(
                            "unknown-fault", "There is no fault \"" + name + "\".", HINT);
        };
    }

    private Duration millis(long min, long max) {
        if (ms == null || ms < min || ms > max) {
            throw ProblemException.invalid(
                    "ms-out-of-range",
                    "ms is " + ms + "; " + kind + " allows " + min + " to " + max + ".",
                    HINT);
        }
        return Duration.ofMillis(ms);
    }

    private long link() {
        if (mbit == null || mbit < 1 || mbit > NetworkAdapter.MAX_SPEED_MBIT) {
            throw ProblemException.invalid(
                    "mbit-out-of-range",
                    "mbit is %s; %s allows 1 to %d."
                            .formatted(mbit, kind, NetworkAdapter.MAX_SPEED_MBIT),
                    HINT);
        }
        return mbit;
    }

    private Duration flapPeriod() {
        if (period == null || period.compareTo(MIN_PERIOD) < 0) {
            throw ProblemException.invalid(
                    "period-out-of-range",
                    "period is " + period + "; at least " + MIN_PERIOD + " is needed.",
                    "Give it as an ISO-8601 duration, as in \"period\": \"PT4S\".");
        }
        return period;
    }

    private Garbage garbageKind() {
        return named("garbage", garbage, Garbage.values());
    }

    private FactBreakage breakage() {
        return named("facts", facts, FactBreakage.values());
    }

    private static <E extends Enum<E>> E named(
            String field, @Nullable String wanted, E[] constants) {
        String name = wanted == null ? "" : wanted;
        return Arrays.stream(constants)
                .filter(each -> label(each).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.invalid(
                                "unknown-" + field,
                                "There is no " + field + " \"" + name + "\".",
                                "There are "
                                        + Arrays.stream(constants).map(FaultRequest::label).toList()
                                        + "."));
    }

    private int garbageCount() {
        int wanted = count == null ? 1 : count;
        if (wanted < 1 || wanted > MAX_GARBAGE) {
            throw ProblemException.invalid(
                    "count-out-of-range",
                    "count is " + wanted + "; allowed is 1 to " + MAX_GARBAGE + ".",
                    HINT);
        }
        return wanted;
    }

    private HotDisk hotDisk() {
        if (vm == null || disk == null) {
            throw ProblemException.invalid("disk-missing", "hot-disk needs vm and disk.", HINT);
        }
        try {
            return new HotDisk(
                    vm, disk, readIops == null ? 0 : readIops, writeIops == null ? 0 : writeIops);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("iops-out-of-range", e.getMessage() + ".", HINT);
        }
    }

    private VmId namedVm() {
        if (vm == null) {
            throw ProblemException.invalid("vm-missing", kind + " needs vm.", HINT);
        }
        return vm;
    }

    private HeldVm unmanaged() {
        int cores = vcpus == null ? 1 : vcpus;
        long memory = memoryMiB == null ? 512 : memoryMiB;
        if (cores < 1 || cores > MAX_VCPUS || memory < 1 || memory > MAX_MEMORY_MIB) {
            throw ProblemException.invalid(
                    "size-out-of-range",
                    "vcpus is %d and memoryMiB is %d; allowed is 1 to %d and 1 to %d."
                            .formatted(cores, memory, MAX_VCPUS, MAX_MEMORY_MIB),
                    HINT);
        }
        return new HeldVm(
                namedVm(),
                Epoch.NONE,
                new VmSpec(cores, 50, new MiB(memory), false, RestartPriority.MEDIUM, null));
    }

    private @Nullable String guestName() {
        if (guest != null && guest.length() > UnmanagedVm.MAX_GUEST) {
            throw ProblemException.invalid(
                    "guest-too-long",
                    "guest has %d characters; at most %d are allowed."
                            .formatted(guest.length(), UnmanagedVm.MAX_GUEST),
                    HINT);
        }
        return guest;
    }

    private HeldVm rogue() {
        return new HeldVm(
                namedVm(),
                epoch == null ? Epoch.NONE : epoch,
                new VmSpec(1, 50, new MiB(512), true, RestartPriority.MEDIUM, null));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
