package io.berth.simulator.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.agent.HeldVm;
import io.berth.simulator.agent.HostDisk;
import io.berth.simulator.disks.SharedStorage;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The disks of all simulated hosts in one file, so that the end of the simulator is a power failure
 * of the fleet and not its replacement by another fleet with the same names.
 *
 * <p>Changes are written together, a moment after the first of them. What is lost with that moment
 * cannot do harm: no host starts its next life before its new boot is in the file, and in that life
 * it obeys no start of an earlier one, whatever epochs it remembers.
 */
@ApplicationScoped
public class StateFile {
    /**
     * A host as it is kept.
     *
     * @param saved VMs whose memory is on the disk; absent where there are none
     */
    record SavedHost(
            HostDefinition host,
            BootId boot,
            List<SavedEpoch> lowestAccepted,
            List<HeldVm> vms,
            @Nullable List<VmId> saved) {
        static SavedHost of(HostDefinition host, HostDisk disk) {
            return new SavedHost(
                    host,
                    disk.boot(),
                    disk.lowestAccepted().entrySet().stream()
                            .map(entry -> new SavedEpoch(entry.getKey(), entry.getValue()))
                            .toList(),
                    List.copyOf(disk.held().values()),
                    disk.saved().isEmpty() ? null : List.copyOf(disk.saved()));
        }

        HostDisk disk() {
            return new HostDisk(
                    boot,
                    lowestAccepted.stream()
                            .collect(Collectors.toMap(SavedEpoch::vm, SavedEpoch::epoch)),
                    vms.stream().collect(Collectors.toMap(HeldVm::vm, vm -> vm)),
                    saved == null ? Set.of() : Set.copyOf(saved));
        }
    }

    /** The lowest epoch at which a start of this VM is obeyed. */
    record SavedEpoch(VmId vm, Epoch epoch) {}

    /**
     * The whole file.
     *
     * @param moved disks that hosts have moved; absent in the file of an older simulator
     */
    record SavedFleet(
            int version, List<SavedHost> hosts, @Nullable List<SharedStorage.Place> moved) {
        static final int VERSION = 1;
    }

    private static final Duration DEBOUNCE = Duration.ofMillis(250);
    private static final Logger LOG = Logger.getLogger(StateFile.class);
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .serializationInclusion(JsonInclude.Include.NON_NULL)
                    .build();

    private final SharedStorage storage = new SharedStorage();
    private final Path file;
    private final ScheduledExecutorService writer =
            Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "state-file");
                thread.setDaemon(true);
                return thread;
            });
    private final Object lock = new Object();
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean scheduled;
    private volatile Supplier<List<SavedHost>> content = List::of;

    @Inject
    StateFile(SimulatorConfig config) {
        file = config.simulator().state().toAbsolutePath();
    }

    void stop(@Observes ShutdownEvent event) {
        writer.shutdown();
    }

    /**
     * Reads what the last simulator left, empty when there was none.
     *
     * @throws UncheckedIOException when the file is there and cannot be understood: beginning anew
     *     would give hosts their old boots again
     */
    List<SavedHost> load() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            SavedFleet fleet = JSON.readValue(Files.readAllBytes(file), SavedFleet.class);
            if (fleet.version() != SavedFleet.VERSION) {
                throw new IOException(
                        "version "
                                + fleet.version()
                                + " is not understood, only "
                                + SavedFleet.VERSION);
            }
            if (fleet.moved() != null) {
                fleet.moved().forEach(storage::put);
            }
            LOG.infof("%d hosts of an earlier simulator are in %s", fleet.hosts().size(), file);
            return fleet.hosts();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file
                            + " cannot be read; move it away to begin with an empty fleet, with"
                            + " host ids that were never used before",
                    e);
        }
    }

    /** Where disks lie that were moved; saved with the hosts. */
    SharedStorage storage() {
        return storage;
    }

    /** Says where the content of the next writes comes from. */
    void content(Supplier<List<SavedHost>> source) {
        content = source;
    }

    /** Writes soon; completed when all that is so now is in the file. */
    CompletionStage<Void> save() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        synchronized (lock) {
            waiting.add(written);
            if (!scheduled) {
                scheduled = true;
                schedule();
            }
        }
        return written;
    }

    private void schedule() {
        try {
            writer.schedule(this::write, DEBOUNCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("The application stops; the last change is not written");
        }
    }

    private void write() {
        List<CompletableFuture<Void>> served;
        synchronized (lock) {
            served = waiting;
            waiting = new ArrayList<>();
            scheduled = false;
        }
        try {
            writeNow();
            served.forEach(one -> one.complete(null));
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "The disks of the fleet could not be written to %s; trying again", file);
            synchronized (lock) {
                waiting.addAll(served);
                if (!scheduled) {
                    scheduled = true;
                    schedule();
                }
            }
        }
    }

    private void writeNow() throws IOException {
        List<SavedHost> hosts = content.get();
        Files.createDirectories(file.getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.write(
                draft,
                JSON.writeValueAsBytes(new SavedFleet(SavedFleet.VERSION, hosts, storage.all())));
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
