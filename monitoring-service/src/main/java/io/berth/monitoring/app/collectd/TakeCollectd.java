package io.berth.monitoring.app.collectd;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.wire.RejectionCode;
import io.berth.kit.deadletter.DeadLetters;
import io.berth.kit.intake.Position;
import io.berth.monitoring.domain.RosterBook;
import io.berth.monitoring.domain.collectd.CollectdLoads;
import io.berth.monitoring.domain.collectd.HostNames;
import io.berth.monitoring.domain.collectd.Sample;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Takes up the samples of collectd as load of the hosts that they are of. Soft state: what an
 * instance had summed up when it died is measured anew a few seconds later.
 */
@ApplicationScoped
public class TakeCollectd {
    /** Names that nobody knows and that have been told once; of more, the oldest is forgotten. */
    private static final int MAX_TOLD = 1024;

    private final RosterBook rosters;
    private final DeadLetters deadLetters;
    private final MeterRegistry meters;
    private final CollectdLoads loads = new CollectdLoads();
    private final Set<String> told =
            Collections.newSetFromMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                            return size() > MAX_TOLD;
                        }
                    });
    private Instant newest = Instant.EPOCH;

    @Inject
    public TakeCollectd(RosterBook rosters, DeadLetters deadLetters, MeterRegistry meters) {
        this.rosters = rosters;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    /** What is to be set aside of a batch. */
    public record SetAside(
            ConsumerRecord<byte[], byte[]> record, RejectionCode code, String detail) {}

    /** Sums a batch up, and returns what is to be set aside. */
    public synchronized List<SetAside> take(ConsumerRecords<byte[], byte[]> records) {
        HostNames names = names();
        List<SetAside> aside = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Instant stamped = Instant.ofEpochMilli(Math.max(0, record.timestamp()));
            newest = stamped.isAfter(newest) ? stamped : newest;
            switch (SampleReader.read(record.value())) {
                case SampleReader.Message.Rejected(RejectionCode code, String detail) -> {
                    count("rejected");
                    aside.add(new SetAside(record, code, detail));
                }
                case SampleReader.Message.Samples(List<Sample> samples) ->
                        samples.forEach(sample -> take(sample, names, record, aside));
            }
        }
        return aside;
    }

    private HostNames names() {
        List<HostId> hosts = new ArrayList<>();
        rosters.rosters().values().forEach(roster -> hosts.addAll(roster.nodes()));
        return new HostNames(hosts);
    }

    private void take(
            Sample sample,
            HostNames names,
            ConsumerRecord<byte[], byte[]> record,
            List<SetAside> aside) {
        Optional<HostId> host = names.of(sample.host());
        if (host.isPresent()) {
            count(
                    switch (loads.add(host.get(), sample)) {
                        case COUNTED -> "counted";
                        case PASSED_BY -> "passed-by";
                    });
            return;
        }
        count("unknown-host");
        if (told.add(sample.host())) {
            aside.add(
                    new SetAside(
                            record,
                            RejectionCode.REFUSED,
                            "inventory has no host that this machine's name means; further samples"
                                    + " of it are only counted"));
        }
    }

    private void count(String result) {
        meters.counter("berth.monitoring.collectd", "result", result).increment();
    }

    /** Keeps what was set aside, in a transaction of its own. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void keep(List<SetAside> aside) {
        for (SetAside one : aside) {
            deadLetters.put(
                    new Position(
                            Topics.COLLECTD.name(),
                            one.record().partition(),
                            one.record().offset(),
                            Instant.ofEpochMilli(Math.max(0, one.record().timestamp()))),
                    one.record().key(),
                    one.record().headers(),
                    one.record().value(),
                    one.code(),
                    one.detail());
        }
    }

    /** The loads of hosts since the last call, as facts. */
    public synchronized List<HostLoadMeasured> drain() {
        List<HostLoadMeasured> measured = new ArrayList<>();
        for (CollectdLoads.Load load : loads.drain()) {
            DomainId domain = rosters.domainOf(load.host()).orElse(null);
            if (domain != null) {
                measured.add(
                        new HostLoadMeasured(
                                load.host(),
                                domain,
                                load.cpuPercent(),
                                load.memory(),
                                load.samples(),
                                newest));
            }
        }
        return measured;
    }
}
