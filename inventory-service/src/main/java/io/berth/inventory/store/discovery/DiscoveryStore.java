package io.berth.inventory.store.discovery;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import io.berth.inventory.domain.discovery.DiscoveredHost;
import io.berth.inventory.domain.discovery.DiscoveredVm;
import io.berth.inventory.domain.discovery.Discoveries;
import io.berth.inventory.store.Json;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What agents reported and inventory does not know: soft state, kept in tables because two
 * instances read the reports and either is asked. Only what is to be ignored is hard state. Works
 * in the caller's transaction.
 */
@ApplicationScoped
public class DiscoveryStore {
    /** Most discovered hosts that are kept: ten times what one administrator looks through. */
    public static final int MAX_HOSTS = 5_000;

    /** Most discovered VMs that are kept. */
    public static final int MAX_VMS = 50_000;

    private static final String HOSTS =
            "select id, domain, boot, first_seen, last_seen, os_name, os_version, processor,"
                    + " hypervisor from discovered_host d where ";
    private static final String VMS =
            "select id, host, domain, running, vcpus, memory_mib, guest, first_seen, last_seen"
                    + " from discovered_vm d where ";

    private final Sql sql;

    DiscoveryStore(Sql sql) {
        this.sql = sql;
    }

    /** What is ignored. */
    public enum Sort {
        /** A host. */
        HOST("host"),
        /** A VM. */
        VM("vm");

        private final String label;

        Sort(String label) {
            this.label = label;
        }
    }

    /** The discovered hosts among these. */
    public List<DiscoveredHost> hosts(Collection<HostId> hosts) {
        return sql.query(HOSTS + "id = any(?)", DiscoveryStore::host, (Object) ids(hosts));
    }

    /** Notes a host, as new or seen again; its facts stay. */
    public void put(DiscoveredHost host) {
        sql.update(
                "insert into discovered_host (id, domain, boot, first_seen, last_seen) values (?,"
                    + " ?, ?, ?, ?) on conflict (id) do update set domain = excluded.domain, boot ="
                    + " excluded.boot, last_seen = excluded.last_seen",
                host.id().value(),
                host.domain().value(),
                host.boot().value(),
                host.firstSeen(),
                host.lastSeen());
    }

    /** Notes what a discovered host said of itself; nothing happens to any other. */
    public void put(HostId host, DiscoveredHost.Facts facts) {
        Processor processor = facts.processor();
        HypervisorKind hypervisor = facts.hypervisor();
        sql.update(
                "update discovered_host set os_name = ?, os_version = ?, processor = ?::jsonb,"
                        + " hypervisor = ? where id = ?",
                facts.osName(),
                facts.osVersion(),
                processor == null ? null : Json.write(processor),
                hypervisor == null ? null : hypervisor.name(),
                host.value());
    }

    /** Forgets hosts that are registered. */
    public void forgetHosts(Collection<HostId> hosts) {
        sql.update("delete from discovered_host where id = any(?)", (Object) ids(hosts));
    }

    /** What is noted of these VMs, and of all on these hosts. */
    public List<DiscoveredVm> vms(Collection<HostId> hosts, Collection<VmId> vms) {
        return sql.query(
                VMS + "(host = any(?) or id = any(?))",
                DiscoveryStore::vm,
                ids(hosts),
                vms.stream().map(VmId::value).toArray(String[]::new));
    }

    /** Where those of these VMs run that run outside of Berth. */
    public Map<VmId, HostId> running(Collection<VmId> vms) {
        Map<VmId, HostId> running = new HashMap<>();
        sql.query(
                VMS + "id = any(?) and running",
                row -> {
                    DiscoveredVm vm = vm(row);
                    running.put(vm.id(), vm.host());
                    return vm;
                },
                (Object) vms.stream().map(VmId::value).toArray(String[]::new));
        return running;
    }

    /** Notes what a table changed. */
    public void note(HostId host, Discoveries discoveries) {
        for (DiscoveredVm vm : discoveries.seen()) {
            MiB memory = vm.memory();
            sql.update(
                    "insert into discovered_vm (id, host, domain, running, vcpus, memory_mib,"
                        + " guest, first_seen, last_seen) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on"
                        + " conflict (id) do update set host = excluded.host, domain ="
                        + " excluded.domain, running = excluded.running, vcpus = excluded.vcpus,"
                        + " memory_mib = excluded.memory_mib, guest = excluded.guest, last_seen ="
                        + " excluded.last_seen",
                    vm.id().value(),
                    vm.host().value(),
                    vm.domain().value(),
                    vm.running(),
                    vm.vcpus(),
                    memory == null ? null : memory.value(),
                    vm.guest(),
                    vm.firstSeen(),
                    vm.lastSeen());
        }
        if (!discoveries.gone().isEmpty()) {
            sql.update(
                    "delete from discovered_vm where host = ? and id = any(?)",
                    host.value(),
                    discoveries.gone().stream().map(VmId::value).toArray(String[]::new));
        }
    }

    /** Drops the longest unseen of what is too much, and says how many. */
    public int prune() {
        return prune("discovered_host", MAX_HOSTS) + prune("discovered_vm", MAX_VMS);
    }

    private int prune(String table, int most) {
        String longestUnseen = "select id from " + table + " order by last_seen desc, id offset ?";
        return sql.update("delete from " + table + " where id in (" + longestUnseen + ")", most);
    }

    /** The discovered host of this id, if inventory does not know it. */
    public Optional<DiscoveredHost> findHost(HostId id) {
        return sql.first(
                HOSTS + "id = ? and not exists (select 1 from host where host.id = d.id)",
                DiscoveryStore::host,
                id.value());
    }

    /** The VM of this id that runs outside of Berth, registered or not. */
    public Optional<DiscoveredVm> findVm(VmId id) {
        return sql.first(VMS + "id = ?", DiscoveryStore::vm, id.value());
    }

    /**
     * At most {@code limit} hosts that inventory does not know, with an id above {@code after}.
     *
     * @param ignored whether those that are ignored are asked for, or the others
     */
    public List<DiscoveredHost> hosts(boolean ignored, String after, int limit) {
        return sql.query(
                HOSTS
                        + "id > ? and not exists (select 1 from host where host.id = d.id) and"
                        + " exists (select 1 from discovery_ignored i where i.kind = 'host' and"
                        + " i.id = d.id) = ? order by id limit ?",
                DiscoveryStore::host,
                after,
                ignored,
                limit);
    }

    /**
     * At most {@code limit} VMs that run outside of Berth and are not registered, with an id above
     * {@code after}.
     *
     * @param host only those that it reports; null for all
     * @param ignored whether those that are ignored are asked for, or the others
     */
    public List<DiscoveredVm> vms(@Nullable HostId host, boolean ignored, String after, int limit) {
        return sql.query(
                VMS
                        + "id > ? and (? or host = ?) and not exists (select 1 from vm where vm.id"
                        + " = d.id) and exists (select 1 from discovery_ignored i where i.kind ="
                        + " 'vm' and i.id = d.id) = ? order by id limit ?",
                DiscoveryStore::vm,
                after,
                host == null,
                host == null ? "" : host.value(),
                ignored,
                limit);
    }

    /** Hides something for good; again changes nothing. */
    public void ignore(Sort sort, String id, Instant at, Principal by) {
        sql.update(
                "insert into discovery_ignored (kind, id, ignored_at, ignored_by) values (?, ?, ?,"
                        + " ?) on conflict (kind, id) do nothing",
                sort.label,
                id,
                at,
                by.value());
    }

    /** Shows something again. */
    public void heed(Sort sort, String id) {
        sql.update("delete from discovery_ignored where kind = ? and id = ?", sort.label, id);
    }

    private static String[] ids(Collection<HostId> hosts) {
        return hosts.stream().map(HostId::value).toArray(String[]::new);
    }

    private static DiscoveredHost host(ResultSet row) throws SQLException {
        String processor = row.getString("processor");
        String hypervisor = row.getString("hypervisor");
        String osName = row.getString("os_name");
        boolean told = osName != null || processor != null || hypervisor != null;
        return new DiscoveredHost(
                new HostId(row.getString("id")),
                new DomainId(row.getString("domain")),
                new BootId(row.getLong("boot")),
                Sql.instant(row, "first_seen"),
                Sql.instant(row, "last_seen"),
                told
                        ? new DiscoveredHost.Facts(
                                osName,
                                row.getString("os_version"),
                                processor == null ? null : Json.read(processor, Processor.class),
                                hypervisor == null ? null : HypervisorKind.valueOf(hypervisor))
                        : null);
    }

    private static DiscoveredVm vm(ResultSet row) throws SQLException {
        Long memory = row.getObject("memory_mib", Long.class);
        return new DiscoveredVm(
                new VmId(row.getString("id")),
                new HostId(row.getString("host")),
                new DomainId(row.getString("domain")),
                row.getBoolean("running"),
                row.getObject("vcpus", Integer.class),
                memory == null ? null : new MiB(memory),
                row.getString("guest"),
                Sql.instant(row, "first_seen"),
                Sql.instant(row, "last_seen"));
    }
}
