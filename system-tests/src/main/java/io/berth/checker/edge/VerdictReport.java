package io.berth.checker.edge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.checker.Finding;
import io.berth.checker.Position;
import io.berth.checker.Verdict;
import io.berth.checker.Verdict.Recovery;
import io.berth.checker.Verdict.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A verdict for people and for programs. */
public final class VerdictReport {
    /** Findings of one kind that are printed whole; of the rest only the number. */
    private static final int SHOWN = 5;

    private VerdictReport() {}

    /** Lines for people; findings by kind, the first few of each with their evidence. */
    public static List<String> lines(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        Scope scope = verdict.scope();
        lines.add(
                "read %d observations and %d decisions; %d runs of %d VMs, %d of them highly available"
                        .formatted(
                                scope.observations(),
                                scope.decisions(),
                                scope.runs(),
                                scope.definedVms(),
                                scope.highlyAvailableVms()));
        if (scope.replication().relationships() > 0) {
            lines.add(
                    "%d relationships: %d cycles ordered, %d completed"
                            .formatted(
                                    scope.replication().relationships(),
                                    scope.replication().orderedCycles(),
                                    scope.replication().completedCycles()));
        }
        if (scope.secrets() > 0) {
            lines.add(
                    "%d planted secrets sought in %d records of all topics"
                            .formatted(scope.secrets(), scope.searchedRecords()));
        }
        for (Recovery recovery : verdict.recoveries()) {
            lines.add(recovery(recovery));
        }
        Map<Finding.Kind, Integer> counts = new TreeMap<>();
        for (Finding finding : verdict.findings()) {
            int count = counts.merge(finding.kind(), 1, Integer::sum);
            if (count <= SHOWN) {
                lines.add("FINDING " + finding.kind() + " " + finding.subject());
                lines.add("        " + finding.text());
                finding.evidence().forEach(position -> lines.add("        see " + position));
            }
        }
        counts.forEach((kind, count) -> {
            if (count > SHOWN) {
                lines.add("        … and " + (count - SHOWN) + " more " + kind);
            }
        });
        lines.add(
                verdict.passes()
                        ? "VERDICT: every promise was kept"
                        : "VERDICT: " + verdict.findings().size() + " broken promises");
        return lines;
    }

    private static String recovery(Recovery recovery) {
        return "%s: %d highly available VMs lost, detected after %d ms of log time; %s; %s"
                .formatted(
                        recovery.host(),
                        recovery.lost(),
                        recovery.detection().toMillis(),
                        count(recovery.placed(), "placed", recovery.lastPlaced()),
                        count(recovery.confirmed(), "confirmed", recovery.lastConfirmed()));
    }

    private static String count(int vms, String what, Duration last) {
        return vms == 0
                ? "none " + what
                : "%d %s, the last %d ms after HostFailed".formatted(vms, what, last.toMillis());
    }

    /** The same as JSON, with every finding. */
    public static void write(Verdict verdict, Path file) throws IOException {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("passes", verdict.passes());
        root.putObject("scope")
                .put("observations", verdict.scope().observations())
                .put("runs", verdict.scope().runs())
                .put("decisions", verdict.scope().decisions())
                .put("definedVms", verdict.scope().definedVms())
                .put("highlyAvailableVms", verdict.scope().highlyAvailableVms())
                .put("relationships", verdict.scope().replication().relationships())
                .put("orderedCycles", verdict.scope().replication().orderedCycles())
                .put("completedCycles", verdict.scope().replication().completedCycles())
                .put("secrets", verdict.scope().secrets())
                .put("searchedRecords", verdict.scope().searchedRecords());
        ArrayNode recoveries = root.putArray("recoveries");
        for (Recovery recovery : verdict.recoveries()) {
            recoveries
                    .addObject()
                    .put("host", recovery.host().id())
                    .put("lost", recovery.lost())
                    .put("detectionMillis", recovery.detection().toMillis())
                    .put("placed", recovery.placed())
                    .put("lastPlacedMillis", recovery.lastPlaced().toMillis())
                    .put("confirmed", recovery.confirmed())
                    .put("lastConfirmedMillis", recovery.lastConfirmed().toMillis());
        }
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : verdict.findings()) {
            ObjectNode node = findings.addObject();
            node.put("kind", finding.kind().name())
                    .put("subject", finding.subject())
                    .put("text", finding.text());
            ArrayNode evidence = node.putArray("evidence");
            for (Position position : finding.evidence()) {
                evidence.addObject()
                        .put("topic", position.topic())
                        .put("partition", position.partition())
                        .put("offset", position.offset())
                        .put("time", position.time().toString());
            }
        }
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    }
}
