package io.berth.checker.edge;

import io.berth.checker.Answer;
import io.berth.checker.History;
import io.berth.checker.Witness;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * Reads a whole history: first placement's answers, then the log, so that the log is never older
 * than they are, and the witnesses last.
 */
public final class HistoryLoader {
    private HistoryLoader() {}

    /**
     * Reads all that the job names.
     *
     * @param token of a viewer, for the REST interfaces; empty when none is asked
     * @throws IOException when Kafka, placement or the simulator cannot be read
     */
    public static History load(Job job, String token) throws IOException, InterruptedException {
        URI placement = job.placement();
        URI simulator = job.simulator();
        try (RestReader rest = new RestReader(token)) {
            List<Answer> answers =
                    placement == null
                            ? List.of()
                            : rest.assignments(placement, job.question().domains());
            RecordReader records = new KafkaLog(job).read();
            List<Witness> witnesses = simulator == null ? List.of() : rest.doubledVms(simulator);
            return records.history(answers, witnesses);
        }
    }
}
