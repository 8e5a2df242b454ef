package io.berth.simulator.agent;

import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.GuestCare;
import io.berth.contracts.inventory.IntegrationService;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The VMs that a host holds, in order of their ids. */
final class VmTable {
    /** How far the hypervisor is with a VM. */
    enum Phase {
        /** Defined and not executing. To: STARTING. */
        STOPPED,
        /** Ordered to start. To: RUNNING, STOPPING, or gone when refused. */
        STARTING,
        /** Executing. To: MIGRATING, PAUSED, SAVED, STOPPING, STOPPED. */
        RUNNING,
        /**
         * Ordered to go to another host; it executes, or stands still for the last of it. To:
         * RUNNING, HANDED_OVER, STOPPING, STOPPED.
         */
        MIGRATING,
        /** Its state lies at another host; it never executes here again at its epoch. To: gone. */
        HANDED_OVER,
        /**
         * Its processors stand still, its memory is kept. To: RUNNING, SAVED, STOPPING, STOPPED.
         */
        PAUSED,
        /** Its memory is on the host's disk. To: RUNNING, STOPPING. */
        SAVED,
        /** Ordered to stop; it may still execute. To: STOPPED, or gone. */
        STOPPING
    }

    /** One VM with the commands that wait for the hypervisor. */
    static final class Entry {
        HeldVm vm;

        /** Started at the hypervisor itself, and never Berth's on this host: it is left alone. */
        boolean unmanaged;

        /** The name of its guest system, of a VM that was found here. */
        @Nullable String guest;

        Phase phase = Phase.STOPPED;

        /** Starts that wait for it to run. */
        final List<StartVm> starts = new ArrayList<>();

        /** Stops that wait for it to be stopped; it is then forgotten. */
        final List<StopVm> stops = new ArrayList<>();

        /** What the hypervisor is doing with it. */
        @Nullable OperateVm operation;

        /** Its guest executes and answers nobody, until it begins anew. */
        boolean hung;

        /** To be started again when stopped. */
        @Nullable StartVm afterStop;

        /** By which it goes to another host, while it does. */
        @Nullable MigrateVm departure;

        /** When that was ordered, on the agent's clock. */
        Duration departsSince = Duration.ZERO;

        Entry(HeldVm vm) {
            this.vm = vm;
        }

        Epoch epoch() {
            return vm.epoch();
        }

        /** Whether it may execute only under a lease. */
        boolean needsLease() {
            return vm.spec().highlyAvailable() && !unmanaged;
        }

        /** It is held by order of placement from here on. */
        void takeUp(HeldVm ordered) {
            vm = ordered;
            unmanaged = false;
            guest = null;
        }

        /** Whether its processors may execute, now or as soon as an order takes effect. */
        boolean mayExecute() {
            return switch (phase) {
                case HANDED_OVER, STOPPED -> false;
                case SAVED -> operation != null && letsExecute(operation.action());
                case STARTING, RUNNING, MIGRATING, PAUSED, STOPPING -> true;
            };
        }

        private static boolean letsExecute(VmAction action) {
            return switch (action) {
                case RESUME, RESTORE, REVERT -> true;
                case PAUSE, SAVE, RESET, SNAPSHOT, DELETE_SNAPSHOT -> false;
            };
        }

        /** What it is on this host; while it is being stopped it may still execute. */
        VmPower power() {
            return switch (phase) {
                case STOPPED, STARTING -> VmPower.STOPPED;
                case RUNNING, MIGRATING, STOPPING -> VmPower.RUNNING;
                case HANDED_OVER -> VmPower.HANDED_OVER;
                case PAUSED -> VmPower.PAUSED;
                case SAVED -> VmPower.SAVED;
            };
        }

        VmObservation observed() {
            return new VmObservation(vm.vm(), vm.epoch(), power(), heartbeat());
        }

        private IntegrationHeartbeat heartbeat() {
            GuestCare care = vm.spec().guestCare();
            if (power() != VmPower.RUNNING) {
                return IntegrationHeartbeat.NO_CONTACT;
            }
            if (care != null && !care.uses(IntegrationService.HEARTBEAT)) {
                return IntegrationHeartbeat.NOT_SUPPORTED;
            }
            return hung ? IntegrationHeartbeat.LOST_COMMUNICATION : IntegrationHeartbeat.OK;
        }
    }

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Map<VmId, Entry> entries = new TreeMap<>();
    private @Nullable List<VmObservation> observed;
    private @Nullable String digest;

    @Nullable Entry find(VmId vm) {
        return entries.get(vm);
    }

    Entry add(HeldVm vm) {
        Entry entry = new Entry(vm);
        entries.put(vm.vm(), entry);
        changed();
        return entry;
    }

    void remove(VmId vm) {
        entries.remove(vm);
        changed();
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    int size() {
        return entries.size();
    }

    /** The guest of a VM answers nobody any more. */
    void hang(VmId vm) {
        Entry entry = entries.get(vm);
        if (entry != null) {
            entry.hung = true;
            changed();
        }
    }

    /** To be called after an entry was changed. */
    void changed() {
        observed = null;
        digest = null;
    }

    /** What was ordered here and must survive a reboot: not what has been handed over. */
    Map<VmId, HeldVm> held() {
        Map<VmId, HeldVm> held = new TreeMap<>();
        entries.forEach((id, entry) -> {
            if (!entry.epoch().equals(Epoch.NONE) && entry.phase != Phase.HANDED_OVER) {
                held.put(id, entry.vm);
            }
        });
        return held;
    }

    Set<VmId> saved() {
        Set<VmId> saved = new TreeSet<>();
        entries.forEach((id, entry) -> {
            if (entry.phase == Phase.SAVED) {
                saved.add(id);
            }
        });
        return saved;
    }

    /** What nobody ordered here, as far as a report can say; null where there is nothing. */
    @Nullable List<UnmanagedVm> unmanaged() {
        List<UnmanagedVm> unmanaged =
                entries.values().stream()
                        .filter(entry -> entry.epoch().equals(Epoch.NONE))
                        .limit(VmTableReported.MAX_UNMANAGED)
                        .map(entry ->
                                new UnmanagedVm(
                                        entry.vm.vm(),
                                        entry.vm.spec().vcpus(),
                                        entry.vm.spec().memory(),
                                        entry.guest))
                        .toList();
        return unmanaged.isEmpty() ? null : unmanaged;
    }

    List<VmObservation> observed() {
        List<VmObservation> known = observed;
        if (known == null) {
            known = entries.values().stream().map(Entry::observed).toList();
            observed = known;
        }
        return known;
    }

    /** FNV-1a (64 bits) over the observations: a change of the table changes it. */
    String digest() {
        String known = digest;
        if (known == null) {
            long hash = FNV_OFFSET;
            for (VmObservation vm : observed()) {
                String text = vm.vm() + "|" + vm.epoch() + "|" + vm.power() + "|" + vm.heartbeat();
                for (int i = 0; i < text.length(); i++) {
                    hash = (hash ^ text.charAt(i)) * FNV_PRIME;
                }
                hash = (hash ^ ';') * FNV_PRIME;
            }
            known = HexFormat.of().toHexDigits(hash);
            digest = known;
        }
        return known;
    }
}
