package io.berth.monitoring.app.tip;

import io.berth.monitoring.domain.tip.TipKind;
import io.berth.monitoring.domain.tip.TipState;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;

/** {@code berth_monitoring_tip_changes_total{kind,state}}: the steps of tips. */
@ApplicationScoped
public class TipMeters {
    private final MeterRegistry meters;

    @Inject
    public TipMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A tip has come into a state. */
    void step(TipKind kind, TipState state) {
        meters.counter(
                        "berth.monitoring.tip.changes",
                        "kind",
                        kind.code(),
                        "state",
                        state.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
