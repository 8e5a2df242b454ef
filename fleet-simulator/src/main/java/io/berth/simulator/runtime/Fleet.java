package io.berth.simulator.runtime;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.agent.HostDisk;
import io.berth.simulator.enrolment.Enroller;
import io.berth.simulator.enrolment.HttpIngest;
import io.berth.simulator.mover.FleetAuthority;
import io.berth.simulator.mover.Floor;
import io.berth.simulator.mover.GuestWriter;
import io.berth.simulator.mover.SharedDisks;
import io.berth.simulator.mover.StorageName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All simulated hosts. Their disks are hard state, in {@link StateFile}; all else is soft. */
@ApplicationScoped
public class Fleet {
    /** Most hosts; beyond them one process no longer beats in time. */
    public static final int MAX_HOSTS = 10_000;

    private static final Logger LOG = Logger.getLogger(Fleet.class);

    private final NavigableMap<HostId, SimulatedHost> hosts = new ConcurrentSkipListMap<>();
    private final Surroundings world;
    private final CommandReader commands;
    private final Enroller enroller;
    private final GuestWriter guests;
    private final Duration writeInterval;

    @Inject
    Fleet(
            Timer timer,
            BrokerLink broker,
            HttpIngest http,
            Enroller enroller,
            PeerNetwork network,
            RunLedger ledger,
            StateFile state,
            SimulatorMetrics metrics,
            CommandReader commands,
            SimulatorConfig config) {
        SimulatorConfig.Simulator settings = config.simulator();
        Path file = settings.state().toAbsolutePath();
        InstantSource clock = InstantSource.system();
        Floor floor =
                new Floor(
                        new SharedDisks(file.resolveSibling("disks"), settings.diskSize(), clock),
                        new FleetIdentities(
                                enroller,
                                new FleetAuthority(file.resolveSibling("movers"), clock),
                                settings,
                                clock),
                        network,
                        clock);
        this.guests = new GuestWriter(floor.disks(), this::executes);
        this.writeInterval = settings.diskWriteInterval();
        this.world =
                new Surroundings(
                        timer,
                        broker,
                        http,
                        network,
                        ledger,
                        state,
                        metrics,
                        floor,
                        file.resolveSibling("copies"),
                        settings.seed(),
                        settings.powerOnDelay(),
                        settings.kvpInterval(),
                        moveSpeed(settings.moveMibPerSecond()),
                        settings.diskLoadInterval());
        this.commands = commands;
        this.enroller = enroller;
        for (PowerState power : PowerState.values()) {
            metrics.hosts(power.name().toLowerCase(Locale.ROOT), this, f -> f.in(power));
        }
        metrics.hosts("unfenced", this, Fleet::unfenced);
        metrics.copies(this, Fleet::copies);
    }

    private static long moveSpeed(long mibPerSecond) {
        if (mibPerSecond <= 0) {
            throw new IllegalArgumentException(
                    "berth.simulator.move-mib-per-second is "
                            + mibPerSecond
                            + "; give the speed of a move in MiB/s, above 0");
        }
        return mibPerSecond;
    }

    void start(@Observes StartupEvent event) {
        LOG.infof("The seed of the simulation is %d", world.seed());
        loadDisks();
        world.state().content(this::saved);
        for (StateFile.SavedHost saved : world.state().load()) {
            add(new SimulatedHost(saved.host(), saved.disk(), true, world));
        }
        commands.start(this::command);
        guests.start(writeInterval);
    }

    private void loadDisks() {
        try {
            world.floor().disks().load();
        } catch (IOException e) {
            throw new UncheckedIOException("The disks of VMs cannot be read", e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        guests.close();
        hosts.values().forEach(SimulatedHost::hangUp);
    }

    private boolean executes(StorageName storage, VmId vm) {
        return world.executes(storage, vm);
    }

    /**
     * Adds hosts and powers them on. A host that is there already is left alone, but for the
     * membership of its cluster, which is brought up to date.
     *
     * @return those that are new
     * @throws FleetConflict when one is there as another machine, or they would be too many; then
     *     nothing is changed
     */
    public synchronized List<HostId> add(List<HostDefinition> wanted) {
        Map<HostId, HostDefinition> fresh = new LinkedHashMap<>();
        for (HostDefinition host : wanted) {
            SimulatedHost present = hosts.get(host.id());
            HostDefinition known = present == null ? fresh.get(host.id()) : present.definition();
            if (known == null) {
                fresh.put(host.id(), host);
            } else if (!known.sameMachine(host)) {
                throw new FleetConflict(
                        "host-exists",
                        "Host " + host.id() + " is there already as another machine: " + known,
                        "Give the same domain, cores, memory and watchdog, or another id.");
            }
        }
        if (hosts.size() + fresh.size() > MAX_HOSTS) {
            throw new FleetConflict(
                    "fleet-full",
                    hosts.size()
                            + " hosts and "
                            + fresh.size()
                            + " more are above the limit of "
                            + MAX_HOSTS,
                    "Simulate fewer hosts, or run a second simulator.");
        }
        for (HostDefinition host : wanted) {
            SimulatedHost present = hosts.get(host.id());
            if (present != null && !present.definition().nodes().equals(host.nodes())) {
                present.nodes(host.nodes());
            }
        }
        fresh.values()
                .forEach(host -> add(new SimulatedHost(host, HostDisk.blank(), false, world)));
        return List.copyOf(fresh.keySet());
    }

    private void add(SimulatedHost host) {
        host.load();
        hosts.put(host.id(), host);
        enroller.wanted(host.id());
        world.network().join(host);
        commands.ready().thenRun(host::powerOn);
    }

    /** The host of that id. */
    public Optional<SimulatedHost> find(HostId id) {
        return Optional.ofNullable(hosts.get(id));
    }

    /** All of them, by id. */
    public List<SimulatedHost> all() {
        return List.copyOf(hosts.values());
    }

    /**
     * A page of them, by id.
     *
     * @param after the last id of the page before; absent for the first page
     */
    public List<HostView> page(@Nullable DomainId domain, @Nullable HostId after, int limit) {
        List<HostView> page = new ArrayList<>();
        for (SimulatedHost host : (after == null ? hosts : hosts.tailMap(after, false)).values()) {
            if (page.size() == limit) {
                break;
            }
            if (domain == null || host.definition().domain().equals(domain)) {
                page.add(host.view());
            }
        }
        return page;
    }

    private void command(HostCommand command) {
        SimulatedHost host = hosts.get(command.host());
        if (host != null) {
            host.command(command);
        }
    }

    private List<StateFile.SavedHost> saved() {
        return hosts.values().stream().map(SimulatedHost::saved).toList();
    }

    private double copies() {
        return hosts.values().stream().mapToInt(host -> host.copies().views().size()).sum();
    }

    private double in(PowerState power) {
        return hosts.values().stream().filter(host -> host.view().power() == power).count();
    }

    private double unfenced() {
        return hosts.values().stream().filter(host -> !host.view().fenced()).count();
    }
}
