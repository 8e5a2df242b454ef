package io.berth.monitoring.app;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Rows of time series, one for each of what is shown. */
final class GaugeRows {
    private GaugeRows() {}

    /** Shows a figure of each; takes the place of what the gauge showed before. */
    static <T> void show(
            MultiGauge gauge, List<T> shown, Function<T, Tags> tags, ToDoubleFunction<T> figure) {
        gauge.register(
                shown.stream()
                        .<MultiGauge.Row<?>>map(each ->
                                MultiGauge.Row.of(tags.apply(each), figure.applyAsDouble(each)))
                        .toList(),
                true);
    }
}
