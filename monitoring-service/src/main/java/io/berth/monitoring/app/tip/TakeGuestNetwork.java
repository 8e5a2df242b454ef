package io.berth.monitoring.app.tip;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.AdapterTraffic;
import io.berth.contracts.telemetry.GuestNetworkReported;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Received;
import io.berth.monitoring.domain.tip.HotHostTip;
import io.berth.monitoring.domain.tip.Loss;
import io.berth.monitoring.domain.tip.LossTip;
import io.berth.monitoring.domain.tip.TipKind;
import io.berth.monitoring.store.tip.StoredTip;
import io.berth.monitoring.store.tip.TipStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what guests lose. A host whose guests lose nothing costs one row of a query, and nothing
 * is written.
 */
@ApplicationScoped
public class TakeGuestNetwork implements BatchHandler {
    private final TipStore store;
    private final TipMeters meters;

    @Inject
    public TakeGuestNetwork(TipStore store, TipMeters meters) {
        this.store = store;
        this.meters = meters;
    }

    @Override
    public Runnable apply(List<Received<?>> batch) {
        Set<HostId> hosts = new LinkedHashSet<>();
        batch.forEach(received -> hosts.add(report(received).host()));
        Map<TipStore.Key, @Nullable LossTip> tips = new HashMap<>();
        store.load(TipKind.PACKET_LOSS, hosts)
                .forEach((key, stored) -> tips.put(key, lossTip(stored)));
        List<LossTip> steps = new ArrayList<>();
        for (Received<?> received : batch) {
            GuestNetworkReported report = report(received);
            for (AdapterTraffic traffic : report.adapters()) {
                TipStore.Key key = new TipStore.Key(report.host(), traffic.adapter());
                take(key, traffic, received.position().timestamp(), tips, steps);
            }
        }
        return () -> steps.forEach(tip -> meters.step(TipKind.PACKET_LOSS, tip.state()));
    }

    private void take(
            TipStore.Key key,
            AdapterTraffic traffic,
            Instant at,
            Map<TipStore.Key, @Nullable LossTip> tips,
            List<LossTip> steps) {
        LossTip known = tips.get(key);
        LossTip next =
                LossTip.after(
                        known, traffic.offloads(), new Loss(traffic.packets(), traffic.lost()));
        if (Objects.equals(known, next)) {
            return;
        }
        tips.put(key, next);
        store.save(TipKind.PACKET_LOSS, key, next, at);
        if (next != null && (known == null || known.state() != next.state())) {
            steps.add(next);
        }
    }

    private static LossTip lossTip(StoredTip stored) {
        return switch (stored.tip()) {
            case LossTip tip -> tip;
            case HotHostTip _ -> throw new IllegalStateException("tip " + stored.id());
        };
    }

    private static GuestNetworkReported report(Received<?> received) {
        if (received.event() instanceof GuestNetworkReported report) {
            return report;
        }
        throw new IllegalStateException(
                "the channel guest-network got a " + received.event().getClass().getName());
    }
}
