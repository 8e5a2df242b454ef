package io.berth.inventory.messaging;

import io.berth.contracts.telemetry.DiskLoadReported;
import io.berth.inventory.app.storage.DiskLoads;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Intake;
import io.berth.kit.intake.Received;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * What agents report of disk load. The broker gathers reports for a while before it hands them out
 * ({@code fetch.max.wait.ms}), and each batch is one transaction.
 */
@ApplicationScoped
public class DiskLoadReports implements BatchHandler {
    private final Intake intake;
    private final DiskLoads loads;

    DiskLoadReports(Intake intake, DiskLoads loads) {
        this.intake = intake;
        this.loads = loads;
    }

    /** One batch, one transaction. */
    @Incoming("disk-load")
    @Blocking(value = "disk-load", ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) {
        intake.process(records, this);
    }

    @Override
    public Runnable apply(List<Received<?>> batch) {
        return loads.reported(
                batch.stream()
                        .map(Received::event)
                        .filter(DiskLoadReported.class::isInstance)
                        .map(DiskLoadReported.class::cast)
                        .toList());
    }
}
