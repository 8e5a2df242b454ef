package io.berth.platform.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.Topics;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.platform.feed.Feeder;
import io.berth.platform.feed.MonitoringApi;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A key-value pair of a guest by hand. */
@Command(
        name = "kvp",
        description =
                "Writes a guest's key-value pair to telemetry.kvp and waits until monitoring shows"
                        + " it.")
final class FeedKvpCommand extends FeedCommand.Feed {
    @Option(
            names = "--vm",
            required = true,
            paramLabel = "VM",
            description = "Whose guest publishes it.")
    private String vm = "";

    @Option(names = "--key", required = true, paramLabel = "KEY", description = "As in OSName.")
    private String key = "";

    @Option(
            names = "--value",
            required = true,
            paramLabel = "TEXT",
            description = "Anything; odd characters are kept, flagged and shown escaped.")
    private String value = "";

    @Option(
            names = "--pool",
            defaultValue = "1",
            paramLabel = "0-4",
            description =
                    "EXTERNAL, GUEST, AUTO, AUTO_EXTERNAL, AUTO_INTERNAL (default:"
                            + " ${DEFAULT-VALUE}).")
    private int pool;

    @Option(
            names = "--host",
            defaultValue = "by-hand",
            paramLabel = "HOST",
            description = "The host that the VM runs on (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Override
    int feed() {
        VmId id = new VmId(vm);
        KvpReported report =
                new KvpReported(id, new HostId(host), List.of(new KvpItem(pool, key, value)));
        EncodedEvent event =
                Feeder.encode(Topics.KVP, report, UUID.randomUUID().toString(), CLOCK.instant());
        if (printsOnly()) {
            return printLines(event, report.host(), "kvp");
        }
        MonitoringApi monitoring = monitoring();
        Optional<JsonNode> before = monitoring.pairs(id);
        try (Feeder feeder = feeder()) {
            tell(feeder.write(event), event);
            return awaitEffect(
                    () -> monitoring.pairs(id).map(this::thePair),
                    now ->
                            !now.path("values").isEmpty()
                                    && !now.path("reportedAt").equals(reportedAt(before)),
                    "A guest has room for so many keys, and one that is full keeps no new ones;"
                            + " 'refused' counts them.");
        }
    }

    private static JsonNode reportedAt(Optional<JsonNode> pairs) {
        return pairs.map(view -> view.path("reportedAt")).orElse(MissingNode.getInstance());
    }

    /** What monitoring shows, without the other pairs of the guest. */
    private JsonNode thePair(JsonNode view) {
        ObjectNode shown = view.deepCopy();
        ArrayNode mine = shown.putArray("values");
        view.path("values")
                .forEach(pair -> {
                    if (isThePair(pair)) {
                        mine.add(pair);
                    }
                });
        shown.remove("history");
        return shown;
    }

    /** Odd characters are shown escaped, so any pair of the pool will do for those. */
    private boolean isThePair(JsonNode pair) {
        boolean same =
                pair.path("key").asText().equals(key) && pair.path("value").asText().equals(value);
        return pair.path("pool").asInt() == pool && (same || !isPlain(key + value));
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '\\');
    }
}
