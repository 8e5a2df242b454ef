package io.berth.kit.app;

import io.berth.contracts.Event;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Received;
import io.berth.kit.intake.RefusedForGood;
import io.berth.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Writes an effect and an event for each request. The VM's name says what goes wrong: {@code
 * …refuse…} is refused for good, {@code …bug…} throws.
 */
@ApplicationScoped
public class EffectsHandler implements BatchHandler {
    private final Effects effects;
    private final Outbox outbox;
    private final List<String> memory = new CopyOnWriteArrayList<>();
    private final AtomicInteger rollbacks = new AtomicInteger();
    private volatile Consumer<List<Received<?>>> before = batch -> {};

    @Inject
    public EffectsHandler(Effects effects, Outbox outbox) {
        this.effects = effects;
        this.outbox = outbox;
    }

    /** What happens before each batch from now on. */
    public void before(Consumer<List<Received<?>>> hook) {
        before = hook;
    }

    /** VMs whose batches were committed. */
    public List<String> memory() {
        return memory;
    }

    public int rollbacks() {
        return rollbacks.get();
    }

    @Override
    public Runnable apply(List<Received<?>> batch) {
        before.accept(batch);
        List<String> applied = new ArrayList<>();
        for (Received<?> received : batch) {
            try (var _ = received.makeCurrent()) {
                applied.add(apply(received));
            }
        }
        return () -> memory.addAll(applied);
    }

    private String apply(Received<?> received) {
        String vm = vm(received.event()).value();
        effects.add(vm, received.envelope().id(), received.position());
        outbox.put(
                Topics.HOST_COMMANDS,
                new ReportVms(new HostId("host-of-" + vm), new CommandId("c-" + vm)));
        if (vm.contains("refuse")) {
            throw new RefusedForGood(received, "nobody wants " + vm);
        }
        if (vm.contains("bug")) {
            throw new IllegalArgumentException("secret detail of " + vm);
        }
        return vm;
    }

    private static VmId vm(Event event) {
        return switch (event) {
            case PlaceVmRequested place -> place.vm();
            case StopVmRequested stop -> stop.vm();
            default -> throw new IllegalArgumentException("no request of these tests: " + event);
        };
    }

    @Override
    public void rolledBack() {
        rollbacks.incrementAndGet();
    }
}
