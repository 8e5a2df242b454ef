package io.berth.placement.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.VmSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has how much left: one array for each resource and kind of figure, one row a host. A VM holds
 * its whole specified memory and processing on the host it is assigned to, running or not, so that
 * what was promised can be kept.
 *
 * <p>Derived state: at any time it equals the sum over the assignments and over what hosts said to
 * run outside of Berth, and can be rebuilt from them.
 */
public final class Ledger {
    /** What is counted. */
    public enum Resource {
        /** In MiB. */
        MEMORY,
        /** In percent of one core. */
        CPU
    }

    private static final int INITIAL_ROWS = 16;

    private final Map<HostId, Integer> rows;
    private @Nullable HostDescription[] descriptions;
    private final Column memory;
    private final Column cpu;

    /** The figures of one resource, one entry a host. */
    private static final class Column {
        private long[] usable;
        private long[] allocated;
        private long[] measured;

        Column(int hosts) {
            usable = new long[hosts];
            allocated = new long[hosts];
            measured = new long[hosts];
        }

        Column(Column original, int hosts) {
            usable = Arrays.copyOf(original.usable, hosts);
            allocated = Arrays.copyOf(original.allocated, hosts);
            measured = Arrays.copyOf(original.measured, hosts);
        }

        void grow(int hosts) {
            usable = Arrays.copyOf(usable, hosts);
            allocated = Arrays.copyOf(allocated, hosts);
            measured = Arrays.copyOf(measured, hosts);
        }
    }

    /** Without hosts. */
    public Ledger() {
        rows = new HashMap<>();
        descriptions = new HostDescription[INITIAL_ROWS];
        memory = new Column(INITIAL_ROWS);
        cpu = new Column(INITIAL_ROWS);
    }

    private Ledger(Ledger original) {
        rows = new HashMap<>(original.rows);
        descriptions = original.descriptions.clone();
        memory = new Column(original.memory, descriptions.length);
        cpu = new Column(original.cpu, descriptions.length);
    }

    /** One that can be changed without touching this. */
    public Ledger copy() {
        return new Ledger(this);
    }

    /** Takes over a host's specification and measured load. */
    public void describe(HostDescription description) {
        int row = rowFor(description.host());
        descriptions[row] = description;
        memory.usable[row] = description.usableMemory();
        cpu.usable[row] = description.usableCpu();
        CorePercent load = description.measuredCpu();
        cpu.measured[row] = load == null ? 0 : load.value();
    }

    /** Inventory no longer has this host here; what is allocated on it stays in the books. */
    public void forget(HostId host) {
        int row = rowFor(host);
        descriptions[row] = null;
        memory.usable[row] = 0;
        cpu.usable[row] = 0;
        cpu.measured[row] = 0;
    }

    /** A VM of this size takes room on the host. */
    public void allocate(HostId host, VmSpec spec) {
        add(host, spec, 1);
    }

    /** A VM of this size gives its room on the host back. */
    public void release(HostId host, VmSpec spec) {
        add(host, spec, -1);
    }

    /** How the host is specified; null while inventory has not said. */
    public @Nullable HostDescription description(HostId host) {
        Integer row = rows.get(host);
        return row == null ? null : descriptions[row];
    }

    /** Capacity without the reserve, in the unit of the resource. */
    public long usable(Resource resource, HostId host) {
        return figure(column(resource).usable, host);
    }

    /** What the VMs assigned to the host hold, in the unit of the resource. */
    public long allocated(Resource resource, HostId host) {
        return figure(column(resource).allocated, host);
    }

    /** What the host last measured in use, in the unit of the resource; 0 where not measured. */
    public long measured(Resource resource, HostId host) {
        return figure(column(resource).measured, host);
    }

    /**
     * What is left outside the reserve, in the unit of the resource, counting the larger of what is
     * allocated and what is measured; negative when the host is already short.
     */
    public long available(Resource resource, HostId host) {
        return usable(resource, host)
                - Math.max(allocated(resource, host), measured(resource, host));
    }

    /** How much of a resource a VM asks for, in the unit of the resource. */
    public static long required(Resource resource, VmSpec spec) {
        return switch (resource) {
            case MEMORY -> spec.memory().value();
            case CPU -> spec.cpuPercent();
        };
    }

    private void add(HostId host, VmSpec spec, int sign) {
        int row = rowFor(host);
        memory.allocated[row] += sign * required(Resource.MEMORY, spec);
        cpu.allocated[row] += sign * required(Resource.CPU, spec);
    }

    private Column column(Resource resource) {
        return switch (resource) {
            case MEMORY -> memory;
            case CPU -> cpu;
        };
    }

    private long figure(long[] figures, HostId host) {
        Integer row = rows.get(host);
        return row == null ? 0 : figures[row];
    }

    private int rowFor(HostId host) {
        Integer known = rows.get(host);
        if (known != null) {
            return known;
        }
        int row = rows.size();
        if (row == descriptions.length) {
            descriptions = Arrays.copyOf(descriptions, row * 2);
            memory.grow(row * 2);
            cpu.grow(row * 2);
        }
        rows.put(host, row);
        return row;
    }
}
