package io.berth.placement.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Each bad record is set aside alone, with its reason, and the good ones go on. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class BadInputIT {
    @Test
    void badRequestsAreSetAsideAndTheGoodOneIsAnswered() {
        try (Stage stage = new Stage("it-bad");
                TopicReader<PlacementRequest> dead =
                        TopicReader.deadLettersFromNow(Topics.PLACEMENT_REQUESTS)) {
            stage.ready("h1");
            PlaceVmRequested good = new PlaceVmRequested(stage.vm("vm"), stage.domain, Stage.SMALL);

            writeSpoiled(stage, good, "{\"vm\":\"half");
            writeSpoiled(stage, good, "{\"vm\":\"!\",\"domain\":\"it-bad\"}");
            int wrong = (stage.partition() + 1) % TestPlatform.PARTITIONS;
            stage.writer.write(Topics.PLACEMENT_REQUESTS, good, "misplaced", wrong);
            stage.writer.write(
                    Topics.PLACEMENT_REQUESTS,
                    new StopVmRequested(stage.vm("ghost"), stage.domain));
            stage.write(Topics.PLACEMENT_REQUESTS, good, "good");

            stage.decision(VmPlaced.class, e -> e.vm().equals(good.vm()));
            for (String reason :
                    new String[] {"malformed-json", "invalid-event", "wrong-partition"}) {
                dead.await(Stage.PATIENCE, e -> reason.equals(e.header("berth-reason")));
            }
            TopicReader.Entry<PlacementRequest> refused =
                    dead.await(Stage.PATIENCE, e -> "refused".equals(e.header("berth-reason")));
            assertThat(refused.header("berth-detail"))
                    .contains(stage.vm("ghost").value(), "it-bad");
        }
    }

    @Test
    void aVmOfAnotherDomainIsRefused() {
        try (Stage stage = new Stage("it-home");
                TopicReader<PlacementRequest> dead =
                        TopicReader.deadLettersFromNow(Topics.PLACEMENT_REQUESTS)) {
            stage.ready("h1");
            stage.request("vm", Stage.SMALL);
            stage.decision(VmPlaced.class, e -> true);

            stage.writer.write(
                    Topics.PLACEMENT_REQUESTS,
                    new PlaceVmRequested(
                            stage.vm("vm"), new DomainId("it-elsewhere"), Stage.SMALL));

            TopicReader.Entry<PlacementRequest> refused =
                    dead.await(Stage.PATIENCE, e -> "it-elsewhere".equals(e.key()));
            assertThat(refused.header("berth-detail")).contains("it-home", "it-elsewhere");
        }
    }

    @Test
    void aReportOfAnUnknownHostIsRefusedAndAnOldEpochIsAnsweredWithAStop() {
        try (Stage stage = new Stage("it-old");
                TopicReader<HostReport> dead =
                        TopicReader.deadLettersFromNow(Topics.HOST_REPORTS)) {
            stage.ready("h1");
            stage.request("vm", Stage.SMALL);
            VmPlaced placed = stage.decision(VmPlaced.class, e -> true);
            stage.table("ghost", Tenure.NONE, Trigger.STARTED);
            TopicReader.Entry<HostReport> refused =
                    dead.await(
                            Stage.PATIENCE,
                            e -> String.valueOf(e.header("berth-detail")).contains("it-old-ghost"));
            assertThat(refused.header("berth-reason")).isEqualTo("refused");

            stage.answer(placed, Outcome.REFUSED_BY_HYPERVISOR);
            stage.answer(placed, Outcome.STARTED);
            StopVm stop =
                    (StopVm)
                            stage.command(
                                    Stage.PATIENCE,
                                    c -> c instanceof StopVm s && s.vm().equals(placed.vm()));
            assertThat(stop.epoch()).isEqualTo(placed.epoch());
        }
    }

    private static void writeSpoiled(Stage stage, PlaceVmRequested good, String body) {
        EncodedEvent encoded =
                TopicWriter.encode(Topics.PLACEMENT_REQUESTS, good, UUID.randomUUID().toString());
        ProducerRecord<byte[], byte[]> record =
                new EncodedEvent(
                                encoded.topic(),
                                encoded.key(),
                                encoded.headers(),
                                body.getBytes(StandardCharsets.UTF_8))
                        .toRecord("", null);
        stage.writer.write(record);
    }
}
