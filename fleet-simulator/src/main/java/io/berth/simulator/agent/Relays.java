package io.berth.simulator.agent;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.simulator.agent.AgentOutput.RelayBeat;
import io.berth.simulator.agent.AgentOutput.TellRelayed;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The beats of peers that an agent tries to write for them, each once. Soft state. */
final class Relays {
    private final Step step;
    private final Map<HostId, Long> tried = new HashMap<>();
    private int underWay;

    Relays(Step step) {
        this.step = step;
    }

    /** Tries to write a peer's beat, unless it was tried already or too many are under way. */
    void relay(HostId peer, HostBeat beat) {
        Long last = tried.get(peer);
        boolean triedAlready = last != null && last == beat.sequence();
        if (!triedAlready && underWay < AgentCore.MAX_RELAYS) {
            tried.put(peer, beat.sequence());
            underWay++;
            step.emit(new RelayBeat(beat));
        }
    }

    /** One has ended; its peer is told when it was appended. */
    void ended(AgentInput.RelayEnded ended) {
        underWay = Math.max(0, underWay - 1);
        if (ended.appended()) {
            step.emit(new TellRelayed(ended.peer(), ended.boot(), ended.sequence()));
        }
    }

    /** Only these are peers from now on. */
    void keep(Set<HostId> nodes) {
        tried.keySet().retainAll(nodes);
    }
}
