package io.berth.simulator.mover;

import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.ReplicaAuthentication;
import io.berth.mover.copy.Point;
import io.berth.mover.wire.tls.CertificateSecurity;
import io.berth.simulator.image.DiskOracle;
import io.berth.simulator.image.Finding;
import io.berth.simulator.image.Superblock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Hosts with data movers that talk over real sockets, without agents and mailboxes. */
final class Loopback implements Peers, AutoCloseable {
    static final VmId VM = new VmId("vm-1");
    static final RelationshipId R = new RelationshipId("r-1");
    private static final long BYTES = 1 << 20;

    private final Path folder;
    private final FleetAuthority authority;
    private final SharedDisks disks;
    private final Floor floor;
    private final Map<HostId, Machine> machines = new TreeMap<>();
    private final Set<HostId> cut = ConcurrentHashMap.newKeySet();
    private int commands;

    Loopback(Path folder) {
        this.folder = folder;
        InstantSource clock = InstantSource.system();
        authority = new FleetAuthority(folder.resolve("movers"), clock);
        disks = new SharedDisks(folder.resolve("disks"), BYTES, clock);
        floor =
                new Floor(
                        disks,
                        (host, way) ->
                                way == ReplicaAuthentication.KERBEROS
                                        ? new Identities.Proof.Lacks("no keytab")
                                        : proof(host, clock),
                        this,
                        clock);
    }

    private Identities.Proof proof(HostId host, InstantSource clock) {
        try {
            return new Identities.Proof.Has(new CertificateSecurity(authority.files(host), clock));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One host, on or off. */
    final class Machine {
        final HostId id;
        final StorageName storage;
        final HostCopies copies;
        private @Nullable ReplicaSite site;

        private Machine(HostId id, StorageName storage) {
            this.id = id;
            this.storage = storage;
            this.copies =
                    new HostCopies(
                            folder.resolve("copies").resolve(id.value()), InstantSource.system());
            powerOn();
        }

        void powerOn() {
            site = new ReplicaSite(id, floor, copies);
        }

        void powerOff() {
            site().close();
            site = null;
        }

        ReplicaSite site() {
            return Objects.requireNonNull(site);
        }

        /** Writes the point of a cycle out and asks the oracle. */
        Superblock verified(long cycle) throws IOException {
            KeptCopy kept = Objects.requireNonNull(copies.find(R));
            Point point = Objects.requireNonNull(kept.point(new CycleNumber(cycle)));
            Path file = folder.resolve("point.img");
            Files.deleteIfExists(file);
            kept.promote(point, file);
            return sound(file);
        }

        /** Of which cycles it holds points, oldest first. */
        List<Long> cycles() {
            KeptCopy kept = Objects.requireNonNull(copies.find(R));
            return LongStream.rangeClosed(1, newestCycle())
                    .filter(cycle -> kept.point(new CycleNumber(cycle)) != null)
                    .boxed()
                    .toList();
        }

        long newestCycle() {
            return Objects.requireNonNull(copies.views().get(R)).cycle().value();
        }
    }

    static Superblock sound(Path image) {
        Finding finding = DiskOracle.verify(image);
        if (finding instanceof Finding.Sound sound) {
            return sound.superblock();
        }
        throw new AssertionError(image + " is not right: " + finding);
    }

    Machine machine(String id, String storage) {
        return machines.computeIfAbsent(
                new HostId(id), host -> new Machine(host, new StorageName(storage)));
    }

    SharedDisk disk(Machine machine) {
        return disks.of(machine.storage, VM);
    }

    Floor floor() {
        return floor;
    }

    SharedDisks disks() {
        return disks;
    }

    void cut(Machine machine) {
        cut.add(machine.id);
        floor.lines().changed(machine.id);
    }

    void heal() {
        cut.clear();
    }

    @Override
    public Optional<ReplicaSite> site(HostId host) {
        return Optional.ofNullable(machines.get(host)).map(machine -> machine.site);
    }

    @Override
    public boolean reach(HostId one, HostId other) {
        return !cut.contains(one) && !cut.contains(other);
    }

    static CycleTerms terms(@Nullable Long rate, @Nullable RelationshipId copyOf) {
        return new CycleTerms(ReplicaAuthentication.CERTIFICATE, rate, null, false, false, copyOf);
    }

    RunReplicaCycle cycle(
            Machine source, Machine target, long number, CycleKind kind, CycleTerms terms) {
        return new RunReplicaCycle(
                source.id,
                new CommandId("c-" + ++commands),
                R,
                VM,
                new CycleNumber(number),
                kind,
                target.id,
                terms);
    }

    CompletableFuture<CycleRun.Ended> begin(Machine source, RunReplicaCycle command) {
        CompletableFuture<CycleRun.Ended> result = new CompletableFuture<>();
        ReplicaSite site = source.site();
        CycleRun run = new CycleRun(site, floor, command, source.storage, Set.of("disk-0"));
        site.send(
                command.command(),
                () -> {
                    try {
                        result.complete(run.run());
                    } catch (InterruptedException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    CycleRun.Ended run(Machine source, Machine target, long number, CycleKind kind)
            throws Exception {
        return begin(source, cycle(source, target, number, kind, terms(null, null)))
                .get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        for (Machine machine : machines.values()) {
            if (machine.site != null) {
                machine.powerOff();
            }
        }
    }
}
