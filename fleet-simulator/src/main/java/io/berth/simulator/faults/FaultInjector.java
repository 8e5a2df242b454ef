package io.berth.simulator.faults;

import io.berth.contracts.ids.HostId;
import io.berth.simulator.runtime.Conditions;
import io.berth.simulator.runtime.Fleet;
import io.berth.simulator.runtime.SimulatedHost;
import io.berth.simulator.runtime.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Does to hosts what a fault says, now or after a while. */
@ApplicationScoped
public class FaultInjector {
    /** A fault that strikes after a delay. */
    public record Timed(Duration after, Fault fault) {}

    private static final Logger LOG = Logger.getLogger(FaultInjector.class);

    private final Fleet fleet;
    private final Timer timer;
    private final GarbageWriter garbage;
    private final Map<HostId, Flapping> flapping = new ConcurrentHashMap<>();
    private final List<Future<?>> scheduled = new ArrayList<>();

    @Inject
    FaultInjector(Fleet fleet, Timer timer, GarbageWriter garbage) {
        this.fleet = fleet;
        this.timer = timer;
        this.garbage = garbage;
    }

    /** Those of the hosts that the fleet does not have. */
    public Set<HostId> unknown(Set<HostId> hosts) {
        Set<HostId> unknown = new TreeSet<>(hosts);
        unknown.removeIf(host -> fleet.find(host).isPresent());
        return unknown;
    }

    /** Strikes now. Hosts that the fleet does not have are left out. */
    public void strike(Fault fault) {
        LOG.infof("Fault: %s", fault);
        switch (fault) {
            case Fault.Crash crash -> each(crash, SimulatedHost::powerOff);
            case Fault.PowerOn on -> each(on, SimulatedHost::powerOn);
            case Fault.Freeze freeze -> change(freeze, now -> now.withFrozen(true));
            case Fault.RestartAgent restart ->
                    each(restart, host -> host.restartAgent(restart.away()));
            case Fault.Thaw thaw -> change(thaw, now -> now.withFrozen(false));
            case Fault.Partition partition ->
                    change(partition, now -> now.withBrokerCut(true).withPeers(partition.hosts()));
            case Fault.CutBroker cut -> change(cut, now -> now.withBrokerCut(true));
            case Fault.CutPeers cut -> change(cut, now -> now.withPeers(Set.of()));
            case Fault.Heal heal -> heal(heal);
            case Fault.Slow slow -> change(slow, now -> now.withSlow(slow.delay()));
            case Fault.Flap flap -> each(flap, host -> flap(host, flap.period()));
            case Fault.ClockStep step -> change(step, now -> now.withClockOffset(step.offset()));
            case Fault.WriteGarbage write -> each(write, host -> write(host, write));
            case Fault.Deaf deaf -> change(deaf, now -> now.withDeaf(true));
            case Fault.RogueStart rogue ->
                    each(rogue, host -> host.startUnordered(rogue.vm(), null));
            case Fault.UnmanagedStart start ->
                    each(start, host -> host.startUnordered(start.vm(), start.guest()));
            case Fault.UnmanagedStop stop -> each(stop, host -> host.stopUnordered(stop.vm()));
            case Fault.HangGuest hang -> each(hang, host -> host.hangGuest(hang.vm()));
            case Fault.LoseReplicas lose -> each(lose, SimulatedHost::loseReplicas);
            case Fault.BreakFacts facts -> change(facts, now -> now.withFacts(facts.breakage()));
            case Fault.TroubleMoves moves ->
                    change(moves, now -> now.withMoveTrouble(moves.trouble()));
            case Fault.SlowLink link -> change(link, now -> now.withLink(link.mbit()));
            case Fault.HeatDisk heat -> change(heat, now -> now.withHotDisk(heat.disk()));
            case Fault.RefuseStarts refuse -> change(refuse, now -> now.withRefusedStarts(true));
        }
    }

    /** Strikes one after another, each at its time from now. */
    public synchronized void schedule(List<Timed> script) {
        scheduled.removeIf(Future::isDone);
        for (Timed timed : script) {
            scheduled.add(timer.after(timed.after(), () -> strike(timed.fault())));
        }
    }

    /** Forgets what is scheduled and ends every standing fault. What is off stays off. */
    public synchronized void clear() {
        scheduled.forEach(timed -> timed.cancel(false));
        scheduled.clear();
        Set<HostId> all = new TreeSet<>();
        fleet.all().forEach(host -> all.add(host.id()));
        LOG.info("All standing faults end");
        heal(new Fault.Heal(all));
    }

    private void heal(Fault.Heal heal) {
        each(
                heal,
                host -> {
                    Flapping flap = flapping.remove(host.id());
                    if (flap != null) {
                        flap.stop();
                    }
                    host.change(_ -> Conditions.WELL);
                });
    }

    private void flap(SimulatedHost host, Duration period) {
        Flapping fresh = new Flapping(host, period);
        Flapping old = flapping.put(host.id(), fresh);
        if (old != null) {
            old.stop();
        }
        fresh.turn();
    }

    private void write(SimulatedHost host, Fault.WriteGarbage fault) {
        for (int i = 0; i < fault.count(); i++) {
            garbage.write(host.definition(), fault.garbage());
        }
    }

    private void change(Fault fault, UnaryOperator<Conditions> change) {
        each(fault, host -> host.change(change));
    }

    private void each(Fault fault, Consumer<SimulatedHost> action) {
        for (HostId host : fault.hosts()) {
            fleet.find(host).ifPresent(action);
        }
    }

    /** A host that is cut off and connected in turns. */
    private final class Flapping {
        private final SimulatedHost host;
        private final Duration period;
        private boolean cut;
        private boolean stopped;

        Flapping(SimulatedHost host, Duration period) {
            this.host = host;
            this.period = period;
        }

        synchronized void turn() {
            if (stopped) {
                return;
            }
            cut = !cut;
            boolean nowCut = cut;
            host.change(now -> now.withBrokerCut(nowCut).withPeers(nowCut ? Set.of() : null));
            timer.after(period, this::turn);
        }

        synchronized void stop() {
            stopped = true;
        }
    }
}
