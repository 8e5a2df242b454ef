package io.berth.inventory.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.Topics;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.wire.EventCodec;
import io.berth.inventory.domain.validation.Estates;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** The agents of one cluster, as far as they report facts. */
final class FactAgents implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final String cluster;
    private final List<String> hosts;
    private final TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS);
    private final TopicWriter writer = new TopicWriter();

    FactAgents(String cluster, List<String> hosts) {
        this.cluster = cluster;
        this.hosts = hosts;
    }

    /** What a host was asked. */
    ReportFacts asked(String host, long run) {
        HostCommand command =
                commands.await(
                                SOON,
                                entry ->
                                        entry.event() instanceof ReportFacts facts
                                                && facts.host().value().equals(host)
                                                && facts.run() != null
                                                && facts.run().value() == run)
                        .event();
        return (ReportFacts) command;
    }

    /** Every host answers a run with facts of which nothing is amiss. */
    void answer(long run) {
        for (String host : hosts) {
            answer(asked(host, run), facts -> facts);
        }
    }

    /**
     * A host answers.
     *
     * @param breakage done to the facts, as JSON
     */
    void answer(ReportFacts command, UnaryOperator<String> breakage) {
        int number = hosts.indexOf(command.host().value());
        JsonNode facts = Estates.facts().get(number);
        String json = facts.toString();
        for (int i = 0; i < hosts.size(); i++) {
            json = json.replace("\"node-" + (i + 1) + "\"", "\"" + hosts.get(i) + "\"");
        }
        writer.write(
                Topics.HOST_REPORTS,
                new HostFactsReported(
                        new HostId(command.host().value()),
                        new DomainId(cluster),
                        new BootId(1),
                        Tenure.NONE,
                        command.command(),
                        read(breakage.apply(json)),
                        Instant.parse("2026-03-14T09:26:53.589Z")));
    }

    private static HostFacts read(String json) {
        try {
            return EventCodec.JSON.readValue(json, HostFacts.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        commands.close();
        writer.close();
    }
}
