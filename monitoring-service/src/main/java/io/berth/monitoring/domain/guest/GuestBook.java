package io.berth.monitoring.domain.guest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.GuestCare;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.IntegrationService;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What inventory says of the guests of VMs: which there are, what runs in them, and how they are
 * looked after. Soft state, rebuilt from the topic. Safe for several threads.
 *
 * <p>It is not in the log of heartbeats, so a replay under other specifications may say other
 * things of guests. Nothing that must not go wrong depends on them.
 */
public final class GuestBook {
    private static final String KEY = "vm/";

    /** Removals remembered until somebody asks. */
    private static final int MAX_REMOVED = 10_000;

    /**
     * What is known of one VM.
     *
     * @param guest what runs in it; null where that is not stated
     * @param care how it is looked after; null where by default
     */
    public record Entry(DomainId domain, @Nullable GuestSystem guest, @Nullable GuestCare care) {
        /** Whether its guest uses an integration service. */
        public boolean uses(IntegrationService service) {
            return care == null || care.uses(service);
        }
    }

    private final WatchDefaults defaults;
    private final Map<DomainId, WatchDefaults> byDomain;
    private final Map<VmId, Entry> entries = new ConcurrentHashMap<>();
    private final Map<DomainId, Entry> plain = new ConcurrentHashMap<>();
    private final Queue<VmId> removed = new LinkedBlockingQueue<>(MAX_REMOVED);
    private final BooleanSupplier complete;

    /**
     * @param defaults of guests that say nothing
     * @param byDomain where a placement domain has others
     * @param complete whether all that inventory had when the reading began has been told
     */
    public GuestBook(
            WatchDefaults defaults,
            Map<DomainId, WatchDefaults> byDomain,
            BooleanSupplier complete) {
        this.defaults = defaults;
        this.byDomain = Map.copyOf(byDomain);
        this.complete = complete;
    }

    /**
     * Takes up the newest state of an entity.
     *
     * @param key of the record
     * @param state null when the entity is gone
     */
    public void changed(String key, @Nullable InventoryState state) {
        if (state instanceof VmState vm) {
            VmDetails details = vm.spec().details();
            entries.put(
                    vm.vm(),
                    details == null || (details.guest() == null && details.guestCare() == null)
                            ? plain.computeIfAbsent(
                                    vm.domain(), domain -> new Entry(domain, null, null))
                            : new Entry(vm.domain(), details.guest(), details.guestCare()));
        } else if (state == null && key.startsWith(KEY)) {
            VmId vm = new VmId(key.substring(KEY.length()));
            if (entries.remove(vm) != null) {
                remember(vm);
            }
        }
    }

    /** When the queue is full, the oldest is left to who looks through all. */
    private void remember(VmId vm) {
        while (!removed.offer(vm)) {
            removed.poll();
        }
    }

    /**
     * VMs that were removed since the last call. Not all where very many were: who has to know all
     * compares once in a while.
     */
    public List<VmId> drainRemoved() {
        List<VmId> drained = new ArrayList<>();
        for (VmId vm = removed.poll(); vm != null; vm = removed.poll()) {
            drained.add(vm);
        }
        return drained;
    }

    /** Whether it holds all that inventory had when the reading began. */
    public boolean isComplete() {
        return complete.getAsBoolean();
    }

    /** What inventory says of a VM; empty for one that it does not know. */
    public Optional<Entry> find(VmId vm) {
        return Optional.ofNullable(entries.get(vm));
    }

    /** How many VMs inventory has. */
    public int size() {
        return entries.size();
    }

    /** Whether pairs of this VM are taken; they are of one that inventory does not know. */
    public boolean takesPairs(VmId vm) {
        Entry entry = entries.get(vm);
        return entry == null || entry.uses(IntegrationService.KVP_EXCHANGE);
    }

    /**
     * How the guest of a VM is watched.
     *
     * @param domain in which it was seen
     */
    public GuestWatch watch(VmId vm, DomainId domain) {
        WatchDefaults usual = byDomain.getOrDefault(domain, defaults);
        Entry entry = entries.get(vm);
        if (entry == null) {
            return new GuestWatch(usual.lost(), null, usual.repeat(), 0);
        }
        if (!entry.uses(IntegrationService.HEARTBEAT)) {
            return new GuestWatch(null, null, usual.repeat(), 0);
        }
        GuestCare care = entry.care();
        Duration own = care == null ? null : care.heartbeatThreshold();
        GuestSystem guest = entry.guest();
        boolean expected = own != null || (guest != null && guest.integrationServices() != null);
        return new GuestWatch(
                own == null ? usual.lost() : own,
                expected ? usual.noContact() : null,
                usual.repeat(),
                care == null ? 0 : care.restartsPerHour());
    }
}
