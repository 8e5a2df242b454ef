package io.berth.checker.edge;

import io.berth.checker.Answer;
import io.berth.checker.History;
import io.berth.checker.RpoClaim;
import io.berth.checker.Witness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads a whole history: first the answers of placement and replica, then the log, so that the log
 * is never older than they are, and the witnesses last.
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
        URI replica = job.replica();
        Path secrets = job.secrets();
        try (RestReader rest = new RestReader(token)) {
            List<Answer> answers =
                    placement == null
                            ? List.of()
                            : rest.assignments(placement, job.question().domains());
            List<RpoClaim> claims = replica == null ? List.of() : rest.rpoClaims(replica);
            LeakScanner scanner =
                    new LeakScanner(secrets == null ? Map.of() : Secrets.read(secrets));
            RecordReader records = new KafkaLog(job, scanner).read();
            List<Witness> witnesses = simulator == null ? List.of() : rest.doubledVms(simulator);
            return records.history(answers, witnesses, claims, scanner.scan());
        }
    }
}
