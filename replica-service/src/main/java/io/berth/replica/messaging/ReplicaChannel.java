package io.berth.replica.messaging;

import io.berth.kit.intake.Intake;
import io.berth.replica.app.ApplyInputs;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The one channel over the reports of the agents and the facts of the monitor. */
@ApplicationScoped
public class ReplicaChannel {
    private final Intake intake;
    private final ApplyInputs apply;

    ReplicaChannel(Intake intake, ApplyInputs apply) {
        this.intake = intake;
        this.apply = apply;
    }

    /** One batch, one transaction. */
    @Incoming("replica-inputs")
    @Blocking(value = "replica-inputs", ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) {
        intake.process(records, apply);
    }
}
