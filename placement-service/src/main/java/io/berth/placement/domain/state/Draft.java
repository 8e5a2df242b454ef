package io.berth.placement.domain.state;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.placement.domain.index.HostIndex;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.vm.VmOrder;
import io.berth.placement.domain.vm.VmRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A decision while it is being made: the state as it would be with the outcomes so far, so that the
 * second of two VMs sees where the first one went. The rows of the state are only read; its ledger
 * is written in pencil until the draft is closed, and is then as it was.
 */
public final class Draft implements AutoCloseable {
    private final DomainState base;
    private final Moment moment;
    private final Map<HostId, HostRow> hosts = new HashMap<>();
    private final Map<VmId, VmRow> vms = new LinkedHashMap<>();
    private final Map<OperationId, OperationRow> operations = new HashMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Set<VmId> left = new HashSet<>();
    private boolean retriesLeft;
    private boolean arranging;
    private boolean leftOver;
    private final Map<VmId, HostId> arranged = new HashMap<>();
    private boolean turnsDrafted;
    private final Set<HostId> described = new HashSet<>();

    /**
     * @throws IllegalStateException while another draft of this state is open
     */
    public Draft(DomainState base, Moment moment) {
        this.base = base;
        this.moment = moment;
        base.ledger().begin();
    }

    /** The state is as it was before; the decision has been taken from it. */
    @Override
    public void close() {
        base.ledger().rollBack();
    }

    /** What the decision is made from, without what has been drafted so far. */
    public DomainState base() {
        return base;
    }

    /** Which domain. */
    public DomainId domain() {
        return base.domain();
    }

    /** What the decision may know beside state and input. */
    public Moment moment() {
        return moment;
    }

    /** The time of the decision. */
    public Instant now() {
        return moment.now();
    }

    /** Whether the host has been seen or is specified. */
    public boolean knows(HostId host) {
        return hosts.containsKey(host)
                || base.host(host) != null
                || ledger().description(host) != null;
    }

    /** The row of a host as drafted; of one never seen, one that says nothing. */
    public HostRow host(HostId host) {
        HostRow changed = hosts.get(host);
        if (changed != null) {
            return changed;
        }
        HostRow row = base.host(host);
        return row == null ? HostRow.unknown(host) : row;
    }

    /** The row of a VM as drafted; null when nobody ever asked for it here. */
    public @Nullable VmRow vm(VmId vm) {
        VmRow changed = vms.get(vm);
        return changed != null ? changed : left.contains(vm) ? null : base.vm(vm);
    }

    /** Every host seen or specified, in order of id. */
    public Iterable<HostId> hostIds() {
        if (described.isEmpty() && hosts.isEmpty()) {
            return base.hostIds();
        }
        Set<HostId> all = new TreeSet<>(base.hostIds());
        all.addAll(hosts.keySet());
        all.addAll(described);
        return all;
    }

    /** With all that has been drafted so far. */
    public Ledger ledger() {
        return base.ledger();
    }

    /** Of that ledger. */
    public HostIndex index() {
        return base.index();
    }

    /** The VMs that hold room on a host, first to be restarted first. */
    public List<VmRow> vmsOn(HostId host) {
        return select(base.vmsOn(host), row -> row.isOn(host));
    }

    /** The VMs that no host can take, first to be restarted first. */
    public List<VmRow> unplaceable() {
        return select(base.unplaceable(), row -> row.state() == AssignmentState.UNPLACEABLE);
    }

    /** An operation as drafted; null when it is not known, or over and forgotten. */
    public @Nullable OperationRow operation(OperationId id) {
        OperationRow changed = operations.get(id);
        return changed == null ? base.operation(id) : changed;
    }

    /** The open operations, first asked for first. */
    public List<OperationRow> operations() {
        if (operations.isEmpty() && base.operations().isEmpty()) {
            return List.of();
        }
        Map<OperationId, OperationRow> all = new HashMap<>(operations);
        base.operations().forEach(row -> all.putIfAbsent(row.id(), row));
        return all.values().stream()
                .filter(OperationRow::open)
                .sorted(OperationRow.IN_ORDER)
                .toList();
    }

    /**
     * For each host that holds a VM of this set, or keeps room for one that is on its way there,
     * the first such VM, without {@code except}.
     */
    public Map<HostId, VmId> holdersOf(String antiAffinitySet, VmId except) {
        Map<HostId, VmId> holders = new HashMap<>();
        hold(
                select(
                        base.vmsOfSet(antiAffinitySet),
                        row -> antiAffinitySet.equals(row.spec().antiAffinitySet())),
                spec -> antiAffinitySet.equals(spec.antiAffinitySet()),
                except,
                holders);
        return holders;
    }

    /**
     * For each host that holds a VM of this affinity set, or keeps room for one that is on its way
     * there, the first such VM, without {@code except}; where the host can take VMs, and the VM is
     * to stay there.
     */
    public NavigableMap<HostId, VmId> companionsOf(String affinitySet, VmId except) {
        NavigableMap<HostId, VmId> companions = new TreeMap<>();
        hold(
                select(base.vmsKeptTogether(affinitySet), row -> binds(row, affinitySet)),
                spec -> affinitySet.equals(spec.affinitySet()),
                except,
                companions);
        companions.keySet().removeIf(this::isClosed);
        return companions;
    }

    private static boolean binds(VmRow row, String affinitySet) {
        return affinitySet.equals(row.spec().affinitySet())
                && switch (row.state()) {
                    case PLACED, RUNNING, MIGRATING, WAITING_FOR_HOST, ADOPTING -> true;
                    case WITHDRAWING,
                            STOPPING,
                            UNPLACEABLE,
                            WAITING_FOR_OPERATOR,
                            STOPPED,
                            ADOPTION_FAILED ->
                            false;
                };
    }

    /** Whether the host is lost, or VMs are kept away from it. */
    private boolean isClosed(HostId id) {
        HostRow host = host(id);
        HostDescription description = ledger().description(id);
        return !host.tenureOpen()
                || host.evacuated()
                || host.quarantined()
                || description == null
                || description.specification().maintenance();
    }

    /** The other VMs of its affinity set that run where it runs, or did until just now. */
    public List<VmRow> alongside(VmRow vm) {
        String set = vm.spec().affinitySet();
        HostId host = vm.host();
        return set == null || host == null
                ? List.of()
                : select(
                        base.vmsKeptTogether(set),
                        row -> row.isOn(host) && binds(row, set) && !row.vm().equals(vm.vm()));
    }

    private void hold(
            List<VmRow> members, Predicate<VmSpec> ofSet, VmId except, Map<HostId, VmId> holders) {
        for (VmRow row : members) {
            HostId host = row.host();
            if (host != null && !row.vm().equals(except)) {
                holders.putIfAbsent(host, row.vm());
            }
        }
        for (OperationRow operation : operations()) {
            for (Move move : operation.reservations()) {
                VmSpec room = move.reserved();
                HostId target = move.target();
                if (room != null
                        && target != null
                        && ofSet.test(room)
                        && !move.vm().equals(except)) {
                    holders.putIfAbsent(target, move.vm());
                }
            }
        }
    }

    /** The VMs of a start group. */
    public List<VmRow> ofStartGroup(String group) {
        return select(
                base.vmsOfStartGroup(group),
                row -> {
                    StartOrder order = row.spec().startOrder();
                    return order != null && order.group().equals(group);
                });
    }

    /** The VMs that are placed and whose host has not been told yet, first to restart first. */
    public List<VmRow> awaitingTurn() {
        return turnsDrafted || !base.awaitingTurn().isEmpty()
                ? select(base.awaitingTurn(), VmRow::awaitsTurn)
                : List.of();
    }

    /** The host is like this from here on. */
    public void put(HostRow row) {
        HostRow before = host(row.host());
        if (!row.equals(before)) {
            if (!row.unmanaged().equals(before.unmanaged())) {
                Ledger ledger = ledger();
                before.unmanaged().forEach(vm -> ledger.release(row.host(), HostRow.room(vm)));
                row.unmanaged().forEach(vm -> ledger.allocate(row.host(), HostRow.room(vm)));
            }
            hosts.put(row.host(), row);
            ledger().life(row);
            outcomes.add(new Outcome.HostChanged(row));
        }
    }

    /** The VM is like this from here on, and holds its room on its host. */
    public void put(VmRow row) {
        VmRow before = vm(row.vm());
        if (row.equals(before)) {
            return;
        }
        if (before != null) {
            tellInterrupted(before, row);
        }
        HostId oldHost = before == null ? null : before.host();
        if (before != null && oldHost != null) {
            ledger().release(oldHost, before.spec());
        }
        HostId newHost = row.host();
        if (newHost != null) {
            ledger().allocate(newHost, row.spec());
        }
        vms.put(row.vm(), row);
        turnsDrafted |= row.awaitsTurn();
        outcomes.add(new Outcome.VmChanged(row));
    }

    /** A VM that holds no room belongs to another domain from here on, under terms if there are. */
    public void leave(VmRow row, DomainId to, @Nullable HandOverTerms terms) {
        vms.remove(row.vm());
        left.add(row.vm());
        outcomes.add(new Outcome.VmLeft(row, to, terms));
    }

    /** No order vanishes silently: whoever asked for it waits for its end. */
    private void tellInterrupted(VmRow before, VmRow after) {
        VmOrder open = before.conduct().openOrder();
        if (open != null && after.conduct().order(open.command()) == null) {
            tellSettled(
                    before,
                    open,
                    VmOperationSettled.Outcome.INTERRUPTED,
                    "the VM left host %s at epoch %s".formatted(before.host(), before.epoch()));
        }
    }

    /** What came of an order that was given for this row. */
    public void tellSettled(
            VmRow vm, VmOrder order, VmOperationSettled.Outcome outcome, String detail) {
        announce(
                new VmOperationSettled(
                        vm.vm(),
                        domain(),
                        order.command(),
                        order.action(),
                        order.snapshot(),
                        vm.requiredHost(),
                        vm.epoch(),
                        outcome,
                        detail));
    }

    /** The operation is like this from here on, with what room its moves keep. */
    public void put(OperationRow row) {
        OperationRow before = operation(row.id());
        if (row.equals(before)) {
            return;
        }
        if (before != null) {
            before.reservations().forEach(move -> reserve(ledger(), move, false));
        }
        row.reservations().forEach(move -> reserve(ledger(), move, true));
        operations.put(row.id(), row);
        outcomes.add(new Outcome.OperationChanged(row));
    }

    /** Keeps room for a move at its target, or gives it back. */
    static void reserve(Ledger ledger, Move move, boolean keep) {
        VmSpec room = move.reserved();
        HostId target = move.target();
        if (room != null && target != null) {
            if (keep) {
                ledger.allocate(target, room);
            } else {
                ledger.release(target, room);
            }
        }
    }

    /** The domain has these hosts, and no others. */
    public void describe(List<HostDescription> descriptions) {
        Set<HostId> gone = new HashSet<>(base.hostIds());
        for (HostDescription description : descriptions) {
            ledger().describe(description);
            described.add(description.host());
            gone.remove(description.host());
        }
        gone.forEach(ledger()::forget);
        outcomes.add(new Outcome.HostsRedescribed(descriptions));
    }

    /** To be told to all. */
    public void announce(PlacementDecision event) {
        outcomes.add(new Outcome.Announced(event));
    }

    /** To be told to a host. */
    public void command(HostCommand command) {
        outcomes.add(new Outcome.Commanded(command));
    }

    /** From here on the VMs of a lost host are placed together, see {@code Arrangement}. */
    public void beginArranging() {
        arranging = true;
    }

    /** Whether the VMs of a lost host are placed together. */
    public boolean isArranging() {
        return arranging;
    }

    /** These VMs are to go to these hosts, as far as nothing stands against it. */
    public void arrange(Map<VmId, HostId> hosts) {
        arranged.putAll(hosts);
    }

    /** Where a VM is to go; null where that is left to its own placement. */
    public @Nullable HostId arranged(VmId vm) {
        return arranged.get(vm);
    }

    /** A VM of a lost host has found no other one. */
    public void leaveOver() {
        leftOver = true;
    }

    /** Whether a VM of a lost host has found no other one. */
    public boolean hasLeftOver() {
        return leftOver;
    }

    /** More VMs wait than this decision has tried. */
    public void leaveRetries() {
        retriesLeft = true;
    }

    /**
     * The id of a command that means the same whenever it is sent: a repetition is answered and not
     * carried out again.
     */
    public CommandId lastingId(String kind, HostId host, String... parts) {
        return id(kind + "/" + host + "/" + String.join("/", parts));
    }

    /**
     * The id of a command that is to be carried out each time it is sent: what was stopped may have
     * been started again by mistake.
     */
    public CommandId freshId(String kind, HostId host, VmId vm, Epoch epoch) {
        return id(
                "%s/%s/%s/%s/%d/%d"
                        .formatted(kind, host, vm, epoch, moment.seed(), outcomes.size()));
    }

    /** All that has been drafted. */
    public Verdict.Decision decision() {
        return new Verdict.Decision(outcomes, retriesLeft);
    }

    private CommandId id(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new CommandId(UUID.nameUUIDFromBytes(bytes).toString());
    }

    private List<VmRow> select(Set<VmId> stored, Predicate<VmRow> condition) {
        Set<VmId> candidates = new HashSet<>(stored);
        candidates.addAll(vms.keySet());
        List<VmRow> selected = new ArrayList<>();
        for (VmId id : candidates) {
            VmRow row = vm(id);
            if (row != null && condition.test(row)) {
                selected.add(row);
            }
        }
        selected.sort(VmRow.RESTART_ORDER);
        return selected;
    }
}
