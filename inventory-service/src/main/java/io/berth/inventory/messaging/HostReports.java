package io.berth.inventory.messaging;

import io.berth.contracts.Event;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.inventory.app.storage.ConsolidationPlans;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Intake;
import io.berth.kit.intake.Received;
import io.opentelemetry.context.Scope;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * What agents report, as far as inventory asked for it. There is one reader of {@code
 * hosts.reports} in this service, because the marks of the inbox are kept by topic.
 */
@ApplicationScoped
public class HostReports implements BatchHandler {
    private final Intake intake;
    private final ConsolidationPlans plans;
    private final Assignments assignments;

    HostReports(Intake intake, ConsolidationPlans plans, Assignments assignments) {
        this.intake = intake;
        this.plans = plans;
        this.assignments = assignments;
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
            try (Scope _ = received.makeCurrent()) {
                reported(received.event());
            }
        }
        return () -> {};
    }

    private void reported(Event event) {
        if (!(event instanceof HostReport report)) {
            throw new IllegalStateException("not a report: " + event.getClass());
        }
        switch (report) {
            case VmDiskMoved moved -> plans.answered(moved, assignments::hostOf);
            case VmTableReported _, CommandCompleted _, ReplicaCycleEnded _ -> {}
        }
    }
}
