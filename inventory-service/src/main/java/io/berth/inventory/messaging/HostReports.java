package io.berth.inventory.messaging;

import io.berth.contracts.Event;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.ReplicaTestCleaned;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.inventory.app.discovery.Discovery;
import io.berth.inventory.app.storage.ConsolidationPlans;
import io.berth.inventory.app.validation.Validations;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Intake;
import io.berth.kit.intake.Received;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * What agents report, as far as inventory asked for it; each sort goes to whoever waits for it.
 * There is one reader of {@code hosts.reports} in this service, because the marks of the inbox are
 * kept by topic.
 */
@ApplicationScoped
public class HostReports implements BatchHandler {
    private final Intake intake;
    private final Validations validations;
    private final ConsolidationPlans plans;
    private final Assignments assignments;
    private final Discovery discovery;

    HostReports(
            Intake intake,
            Validations validations,
            ConsolidationPlans plans,
            Assignments assignments,
            Discovery discovery) {
        this.discovery = discovery;
        this.intake = intake;
        this.validations = validations;
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
        List<VmTableReported> tables = new ArrayList<>();
        for (Received<?> received : batch) {
            try (var _ = received.makeCurrent()) {
                Event event = received.event();
                if (event instanceof HostReport report) {
                    dispatch(report, tables);
                } else {
                    throw new IllegalStateException(event.getClass() + " is no report of a host");
                }
            }
        }
        discovery.reported(tables);
        return () -> {};
    }

    /**
     * @param tables takes up the tables of VMs, which are looked at together
     */
    private void dispatch(HostReport report, List<VmTableReported> tables) {
        switch (report) {
            case HostFactsReported facts -> {
                validations.reported(facts);
                discovery.reported(facts);
            }
            case VmDiskMoved moved -> plans.answered(moved, assignments::hostOf);
            case VmTableReported table -> tables.add(table);
            // Of operations on VMs, and of VMs that move, placement says what came of them.
            case CommandCompleted _,
                    ReplicaCycleEnded _,
                    ReplicaPromoted _,
                    ReplicaTested _,
                    ReplicaTestCleaned _,
                    VmMigrationEnded _,
                    VmOperationEnded _ -> {}
        }
    }
}
