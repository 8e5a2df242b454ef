package io.berth.monitoring.messaging;

import io.berth.monitoring.app.ShowGuests;
import io.berth.monitoring.config.MonitoringConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What happens again and again. Ticks have a thread of their own, since log time must not wait for
 * anything else; below one second the scheduler of the framework does not go.
 */
@ApplicationScoped
public class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private final ScheduledExecutorService ticks = threadNamed("berth-ticks");
    private final ScheduledExecutorService others = threadNamed("berth-rounds");
    private final MonitoringConfig config;
    private final TickWriter tickWriter;
    private final RosterWriter rosterWriter;
    private final LoadPublisher loadPublisher;
    private final ShowGuests showGuests;
    private final DetectionWriter detectionWriter;

    @Inject
    public Rounds(
            MonitoringConfig config,
            TickWriter tickWriter,
            RosterWriter rosterWriter,
            LoadPublisher loadPublisher,
            ShowGuests showGuests,
            DetectionWriter detectionWriter) {
        this.config = config;
        this.tickWriter = tickWriter;
        this.rosterWriter = rosterWriter;
        this.loadPublisher = loadPublisher;
        this.showGuests = showGuests;
        this.detectionWriter = detectionWriter;
    }

    private static ScheduledExecutorService threadNamed(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    void start(@Observes StartupEvent event) {
        every(ticks, config.tickInterval(), "ticks", tickWriter::write);
        every(others, config.rosterInterval(), "rosters", rosterWriter::write);
        every(others, config.loadInterval(), "load", loadPublisher::publish);
        every(others, config.loadInterval(), "guests", showGuests::show);
        every(others, config.detectionInterval(), "detection", detectionWriter::write);
    }

    private static void every(
            ScheduledExecutorService thread, Duration interval, String what, Runnable round) {
        thread.scheduleAtFixedRate(
                () -> {
                    try {
                        round.run();
                    } catch (RuntimeException e) {
                        LOG.warnf(e, "a round of %s failed; the next one comes", what);
                    }
                },
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        ticks.shutdownNow();
        others.shutdownNow();
    }
}
