package io.berth.platform.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.Topics;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.platform.PlatformException;
import io.berth.platform.feed.Feeder;
import io.berth.platform.feed.MonitoringApi;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A heartbeat by hand. */
@Command(
        name = "beat",
        description = {
            "Writes a host's heartbeat to telemetry.heartbeats and waits until monitoring shows"
                    + " it.",
            "Of a host that has an agent of its own, the beat counts as a new life of the host, so"
                    + " that the agent's beats are older and count no more."
        })
final class FeedBeatCommand extends FeedCommand.Feed {
    /** An agent that beats as often as this for longer is a simulator's work. */
    private static final Duration LONGEST = Duration.ofHours(1);

    @Option(
            names = "--host",
            required = true,
            paramLabel = "HOST",
            description = "Whose beat it is.")
    private String host = "";

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "Cluster of the host (default: as monitoring knows it).")
    private @Nullable String domain;

    @Option(
            names = "--boot",
            paramLabel = "N",
            description = "Life of the host (default: one above the one that monitoring knows).")
    private @Nullable Long boot;

    @Option(
            names = "--sequence",
            defaultValue = "1",
            paramLabel = "N",
            description = "Number of the beat in this life (default: ${DEFAULT-VALUE}).")
    private long sequence;

    @Option(
            names = "--tenure",
            defaultValue = "0",
            paramLabel = "N",
            description = "Grant held; 0, the default, means none, and that the host is fenced.")
    private long tenure;

    @Option(names = "--watchdog", description = "Says that a watchdog is armed.")
    private boolean watchdog;

    @Option(
            names = "--cpu",
            defaultValue = "10",
            paramLabel = "PERCENT",
            description = "Load of all cores together (default: ${DEFAULT-VALUE}).")
    private double cpu;

    @Option(
            names = "--memory",
            defaultValue = "2048",
            paramLabel = "MIB",
            description = "Memory in use (default: ${DEFAULT-VALUE}).")
    private long memory;

    @Option(
            names = "--vms",
            split = ",",
            paramLabel = "VM[@EPOCH]",
            description = "VMs that run there, as in web-1@3,db-1 (default epoch: 0).")
    private String[] vms = {};

    @Option(
            names = "--for",
            defaultValue = "PT0S",
            paramLabel = "DURATION",
            description = "Goes on beating twice a second for so long (default: one beat).")
    private Duration lasting = Duration.ZERO;

    @Override
    int feed() {
        if (lasting.isNegative() || lasting.compareTo(LONGEST) > 0) {
            throw new PlatformException(
                    "--for is %s; choose PT0S to %s.".formatted(lasting, LONGEST));
        }
        HostId id = new HostId(host);
        boolean told = domain != null && boot != null && printsOnly();
        Optional<JsonNode> known = told ? Optional.empty() : monitoring().host(id);
        DomainId cluster = domain == null ? domainOf(known) : new DomainId(domain);
        BootId life = new BootId(boot == null ? lastBoot(known) + 1 : boot);
        if (printsOnly()) {
            return printLines(
                    encode(beat(id, cluster, life, sequence, sequence - 1)), id, "heartbeats");
        }
        MonitoringApi monitoring = monitoring();
        try (Feeder feeder = feeder()) {
            EncodedEvent first = encode(beat(id, cluster, life, sequence, sequence - 1));
            tell(feeder.write(first), first);
            int shown =
                    awaitEffect(
                            () -> monitoring.host(id),
                            view -> view.path("boot").asLong() == life.value(),
                            "Beats of hosts that inventory does not have, of an earlier life or of"
                                    + " a lower sequence do not count; look into"
                                    + " telemetry.heartbeats.dead-letter.");
            if (shown == Berth.OK && !lasting.isZero()) {
                goOn(feeder, id, cluster, life);
                out().println(monitoring.host(id).map(JsonNode::toPrettyString).orElse("gone"));
            }
            return shown;
        }
    }

    private void goOn(Feeder feeder, HostId id, DomainId cluster, BootId life) {
        long begun = System.nanoTime();
        long number = sequence;
        while (System.nanoTime() - begun < lasting.toNanos()) {
            LockSupport.parkNanos(LeaseTimings.DEFAULT.beat().toNanos());
            feeder.write(encode(beat(id, cluster, life, number + 1, number)));
            number++;
        }
        out().printf("beat on to sequence %d%n", number);
    }

    private HostBeat beat(HostId id, DomainId cluster, BootId life, long number, long acked) {
        List<VmObservation> running = Arrays.stream(vms).map(FeedBeatCommand::running).toList();
        return new HostBeat(
                id,
                cluster,
                life,
                new Tenure(tenure),
                number,
                acked,
                watchdog,
                tenure == 0,
                CLOCK.instant(),
                new HostLoad(cpu, new MiB(memory)),
                HexFormat.of().toHexDigits(running.hashCode()),
                running);
    }

    private static EncodedEvent encode(HostBeat beat) {
        Instant now = beat.sentAt();
        String event = beat.host() + "/" + beat.boot() + "/" + beat.sequence();
        return Feeder.encode(Topics.HEARTBEATS, beat, event, now);
    }

    private static VmObservation running(String given) {
        String[] parts = given.split("@", 2);
        long epoch;
        try {
            epoch = parts.length == 1 ? 0 : Long.parseLong(parts[1]);
        } catch (NumberFormatException e) {
            throw new PlatformException(
                    "'%s' has no number behind the @; name a VM as web-1 or web-1@3."
                            .formatted(given),
                    e);
        }
        return new VmObservation(
                new VmId(parts[0]), new Epoch(epoch), VmPower.RUNNING, IntegrationHeartbeat.OK);
    }

    private DomainId domainOf(Optional<JsonNode> known) {
        return known.map(view -> new DomainId(view.path("domain").asText()))
                .orElseThrow(() ->
                        new PlatformException(
                                "Monitoring knows no host '%s', so neither its domain. Make the host in inventory first (monitoring knows it a second later), or name a --domain; a beat of a host that inventory does not have becomes a dead letter."
                                        .formatted(host)));
    }

    private static long lastBoot(Optional<JsonNode> known) {
        return known.map(view -> view.path("boot").asLong(0)).orElse(0L);
    }
}
