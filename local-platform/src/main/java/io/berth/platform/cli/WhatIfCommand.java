package io.berth.platform.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.platform.PlatformException;
import io.berth.platform.RestApi;
import io.berth.platform.Role;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has placement make the decisions of a past period again under another policy. */
@Command(
        name = "what-if",
        description = {
            "Makes the decisions of a past period once more under another policy, each by itself"
                    + " from the rows of then, and says what would have been otherwise. Changes"
                    + " nothing.",
            "Ends with 0 when nothing would have been, and with 4 when something would."
        })
final class WhatIfCommand implements Callable<Integer> {
    /** Ten thousand decisions and the topics of a large estate. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final int WIDTH = 24;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            defaultValue = "-PT24H",
            description = "A moment, or how long ago as in -PT24H, the default.")
    private String since = "-PT24H";

    @Option(names = "--until", paramLabel = "WHEN", description = "Likewise; now by default.")
    private @Nullable String until;

    @Option(names = "--domain", paramLabel = "ID", description = "Only this domain.")
    private @Nullable String domain;

    @Option(
            names = "--reserve",
            paramLabel = "R",
            description = "The node failure reserve of every cluster.")
    private @Nullable Integer reserve;

    @Option(
            names = "--cluster-reserve",
            paramLabel = "CLUSTER=R",
            description = "That of one cluster; may be repeated.")
    private @Nullable Map<String, Integer> reserves;

    @Option(names = "--goal", paramLabel = "GOAL", description = "LOAD_BALANCE or CONSOLIDATE.")
    private @Nullable String goal;

    @Option(names = "--group", paramLabel = "ID", description = "Rates only this group otherwise.")
    private @Nullable String group;

    @Option(names = "--memory-weight", paramLabel = "W", description = "0 to 100.")
    private @Nullable Double memory;

    @Option(names = "--cpu-weight", paramLabel = "W", description = "0 to 100.")
    private @Nullable Double cpu;

    @Option(names = "--iops-weight", paramLabel = "W", description = "0 to 100.")
    private @Nullable Double iops;

    @Option(names = "--network-weight", paramLabel = "W", description = "0 to 100.")
    private @Nullable Double network;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many decisions that differ are shown; 20 by default.")
    private int limit = 20;

    @Mixin private PlacementOption placement = new PlacementOption();

    @Option(names = "--json", description = "Prints the whole answer.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ObjectNode question = question();
        JsonNode answer = ask(question);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer.toPrettyString());
        } else {
            print(out, answer);
        }
        out.flush();
        return differs(answer) ? Berth.DIFFERS : Berth.OK;
    }

    private ObjectNode question() {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("since", since).put("limit", limit);
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        if (reserve != null) {
            changes.put("reserve", reserve);
        }
        if (reserves != null) {
            ObjectNode single = changes.putObject("reserves");
            reserves.forEach(single::put);
        }
        text(changes, "goal", goal);
        ObjectNode weights = JsonNodeFactory.instance.objectNode();
        weight(weights, "memory", memory);
        weight(weights, "cpu", cpu);
        weight(weights, "iops", iops);
        weight(weights, "network", network);
        if (!weights.isEmpty()) {
            changes.set("weights", weights);
        }
        if (changes.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say what would be otherwise: --reserve, --cluster-reserve, --goal or a"
                            + " weight.");
        }
        question.setAll(changes);
        text(question, "until", until);
        text(question, "domain", domain);
        text(question, "group", group);
        return question;
    }

    private static void text(ObjectNode node, String field, @Nullable String value) {
        if (value != null) {
            node.put(field, value);
        }
    }

    private static void weight(ObjectNode node, String field, @Nullable Double value) {
        if (value != null) {
            node.put(field, value);
        }
    }

    /** Asks, and says every second that it still waits. */
    private JsonNode ask(ObjectNode question) {
        RestApi api = placement.connect(Role.OPERATOR, PATIENCE);
        PrintWriter err = spec.commandLine().getErr();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<JsonNode> answer =
                    CompletableFuture.supplyAsync(
                            () -> api.post("decisions/what-if", question), threads);
            for (long seconds = 1; ; seconds++) {
                try {
                    return answer.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    err.printf("placement decides again, %d s%n", seconds);
                    err.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while asking placement", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PlatformException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static boolean differs(JsonNode answer) {
        for (JsonNode cluster : answer.path("clusters")) {
            if (cluster.path("spells").asInt() > 0) {
                return true;
            }
        }
        return answer.path("differing").asLong() > 0;
    }

    private static void print(PrintWriter out, JsonNode answer) {
        out.printf(
                "from %s to %s%s%n",
                answer.path("since").asText(),
                answer.path("until").asText(),
                answer.path("limited").asBoolean() ? " (only the newest of the period)" : "");
        line(out, "compared", answer.path("compared").asText());
        line(out, "same", answer.path("same").asText());
        line(out, "differing", answer.path("differing").asText());
        line(out, "not made as then", answer.path("notReproduced").asText());
        line(out, "input gone", answer.path("inputGone").path("count").asText());
        for (JsonNode cluster : answer.path("clusters")) {
            line(
                    out,
                    "cluster " + cluster.path("cluster").asText(),
                    "R %s%s: over-committed %s times, %s"
                            .formatted(
                                    cluster.path("reserve").asText(),
                                    cluster.path("reserveTooLarge").asBoolean()
                                            ? " of its own, the other is error 13803"
                                            : "",
                                    cluster.path("spells").asText(),
                                    cluster.path("overCommittedFor").asText()));
            for (JsonNode time : cluster.path("times")) {
                out.printf(
                        "    %s  %s%n",
                        time.path("since").asText(),
                        time.hasNonNull("until") ? time.path("until").asText() : "and on");
            }
        }
        for (JsonNode decision : answer.path("decisions")) {
            out.printf(
                    "%ndecision %s, %s, domain %s, from %s%n",
                    decision.path("decision").asText(),
                    decision.path("madeAt").asText(),
                    decision.path("domain").asText(),
                    decision.path("from").asText());
            for (JsonNode vm : decision.path("vms")) {
                out.printf(
                        Locale.ROOT,
                        "  %-22s %-28s → %s%n",
                        vm.path("vm").asText(),
                        destination(vm.path("then")),
                        destination(vm.path("otherwise")));
                for (JsonNode host : vm.path("newRefusals")) {
                    for (JsonNode refusal : host.path("refusals")) {
                        out.printf(
                                "    %s: %s%n",
                                host.path("host").asText(), refusal.path("text").asText());
                    }
                }
            }
        }
        out.printf("%ndigest %s%n", answer.path("digest").asText());
    }

    private static void line(PrintWriter out, String what, String figure) {
        out.printf("  %-" + WIDTH + "s %s%n", what, figure);
    }

    private static String destination(JsonNode place) {
        if (place.isMissingNode()) {
            return "nothing";
        }
        return place.has("host")
                ? "%s (%s stars)"
                        .formatted(place.path("host").asText(), place.path("stars").asText("no"))
                : "no host";
    }
}
