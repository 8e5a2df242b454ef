package io.berth.simulator.runtime;

import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.ids.HostId;
import io.berth.simulator.facts.FactSheet;
import io.berth.simulator.facts.FactSubject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for facts in one life of a host, with a queue of reports of its own, so that the
 * agent's never wait behind them. Used from the host's mailbox only.
 */
final class FactReporter {
    private static final Logger LOG = Logger.getLogger("io.berth.simulator.facts");

    private final SimulatedHost host;
    private final Surroundings world;
    private final Life life;
    private final ReportQueue reports;
    private @Nullable HostFactsReported last;
    private long answers;

    FactReporter(SimulatedHost host, Surroundings world, Mailbox mailbox, Life life) {
        this.host = host;
        this.world = world;
        this.life = life;
        this.reports =
                new ReportQueue(
                        world.timer(),
                        mailbox,
                        (number, report, outcome) ->
                                host.writeFacts(life.boot(), number, report, outcome),
                        number -> {});
    }

    /** The same command again is answered alike. */
    void asked(ReportFacts command) {
        HostFactsReported known = last;
        HostFactsReported report =
                known != null && known.command().equals(command.command())
                        ? known
                        : new HostFactsReported(
                                host.id(),
                                host.definition().domain(),
                                life.boot(),
                                life.tenure(),
                                command.command(),
                                FactSheet.of(subject()),
                                host.calendar());
        last = report;
        world.metrics().report();
        if (!reports.add(++answers, report)) {
            world.metrics().lostReport();
            LOG.errorf(
                    "Host %s lost a report of facts: %d wait already",
                    host.id(), ReportQueue.MAX_WAITING);
        }
    }

    void end() {
        reports.close();
    }

    private FactSubject subject() {
        HostDefinition definition = host.definition();
        Conditions conditions = host.conditions();
        Set<HostId> nodes = new TreeSet<>(definition.nodes());
        return new FactSubject(
                definition.id(),
                definition.domain(),
                nodes.stream().toList(),
                nodes.stream()
                        .filter(node -> !conditions.reaches(node))
                        .collect(Collectors.toSet()),
                conditions.slow(),
                conditions.clockOffset(),
                conditions.factBreakages());
    }
}
