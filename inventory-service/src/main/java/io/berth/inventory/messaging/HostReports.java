package io.berth.inventory.messaging;

import io.berth.contracts.Event;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.inventory.app.validation.Validations;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Intake;
import io.berth.kit.intake.Received;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The one channel over the reports of the agents; each sort goes to whoever waits for it. */
@ApplicationScoped
public class HostReports implements BatchHandler {
    private final Intake intake;
    private final Validations validations;

    HostReports(Intake intake, Validations validations) {
        this.intake = intake;
        this.validations = validations;
    }

    /** One batch, one transaction. */
    @Incoming("host-reports")
    @Blocking(value = "host-reports", ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) {
        intake.process(records, this);
    }

    @Override
    public Runnable apply(List<Received<?>> batch) {
        for (Received<?> received : batch) {
            try (var _ = received.makeCurrent()) {
                Event event = received.event();
                if (event instanceof HostReport report) {
                    dispatch(report);
                } else {
                    throw new IllegalStateException(event.getClass() + " is no report of a host");
                }
            }
        }
        return () -> {};
    }

    private void dispatch(HostReport report) {
        switch (report) {
            case HostFactsReported facts -> validations.reported(facts);
            case VmTableReported _, CommandCompleted _ -> {}
            case ReplicaCycleEnded _, VmDiskMoved _ -> {}
        }
    }
}
