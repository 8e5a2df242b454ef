package io.berth.monitoring.rest;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.monitoring.config.MonitoringConfig;
import io.berth.monitoring.domain.pace.BeatPace;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps what one host sends by HTTP from taking the time of the others; what comes through several
 * instances is limited once more where the topic is read. Soft state. Safe for several threads.
 */
@ApplicationScoped
public class IngestPace {
    private final MonitoringConfig config;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final BeatPace pace;

    @Inject
    public IngestPace(MonitoringConfig config, InstantSource clock, MeterRegistry meters) {
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.pace = new BeatPace(config.beatsPerSecond());
    }

    /**
     * What passes.
     *
     * @param beats in the order of the request
     * @param limited hosts of which beats were left out
     */
    record Passed(List<HostBeat> beats, Set<HostId> limited) {}

    /**
     * The beats that are within the pace of their hosts.
     *
     * @throws ProblemException (429 {@code too-many-beats}) when none is
     */
    Passed admit(List<HostBeat> beats) {
        Passed passed = sort(beats);
        int left = beats.size() - passed.beats().size();
        meters.counter("berth.monitoring.ingest", "result", "taken")
                .increment(passed.beats().size());
        meters.counter("berth.monitoring.ingest", "result", "limited").increment(left);
        if (passed.beats().isEmpty()) {
            HostId first = passed.limited().iterator().next();
            throw new ProblemException(
                    Problem.of(
                                    429,
                                    "too-many-beats",
                                    "Too many beats of one host",
                                    "Host %s has sent more than %d beats within this second"
                                            .formatted(first, config.beatsPerSecond()))
                            .with("host", first.value())
                            .with("maxPerSecond", config.beatsPerSecond())
                            .withHint("A host beats twice a second; look at its agent"));
        }
        return passed;
    }

    private synchronized Passed sort(List<HostBeat> beats) {
        long now = clock.millis();
        List<HostBeat> within = new ArrayList<>(beats.size());
        Set<HostId> limited = new TreeSet<>();
        for (HostBeat beat : beats) {
            if (pace.admits(beat.host().value(), now)) {
                within.add(beat);
            } else {
                limited.add(beat.host());
            }
        }
        return new Passed(within, limited);
    }
}
