package io.berth.monitoring.domain.collectd;

import java.util.List;

/**
 * One value list of collectd, as far as it matters here.
 *
 * @param host as the machine calls itself
 * @param pluginInstance of {@code cpu} the number of the core; empty for all of them together
 * @param values those that are numbers; collectd sends null for a value that it could not measure
 */
public record Sample(
        String host,
        String plugin,
        String pluginInstance,
        String type,
        String typeInstance,
        List<Double> values) {
    public Sample {
        values = List.copyOf(values);
    }
}
