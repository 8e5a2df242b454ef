package io.berth.platform.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.platform.Role;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has placement make a decision of the past again. */
@Command(
        name = "replay",
        description = {
            "Makes a decision of placement once more, from the inputs, rules and seed of that time,"
                    + " and compares what comes out, bit for bit. Changes nothing.",
            "GET /api/v1/vms/VM of placement names the newest decisions about a VM."
        })
final class ReplayCommand implements Callable<Integer> {
    /** The topics of a large estate are read from their beginning. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Parameters(paramLabel = "DECISION-ID", description = "As placement numbers it.")
    private long decision;

    @Mixin private PlacementOption placement = new PlacementOption();

    @Option(names = "--json", description = "Prints the whole answer.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        JsonNode answer =
                placement
                        .connect(Role.OPERATOR, PATIENCE)
                        .post("decisions/%d/replay".formatted(decision));
        PrintWriter out = spec.commandLine().getOut();
        boolean identical = answer.path("identical").asBoolean();
        if (json) {
            out.println(answer.toPrettyString());
        } else {
            print(out, answer, identical);
        }
        out.flush();
        return identical ? Berth.OK : Berth.FAILED;
    }

    private static void print(PrintWriter out, JsonNode answer, boolean identical) {
        JsonNode then = answer.path("decision");
        out.printf(
                "decision %s of domain %s, made at %s%n",
                then.path("id").asText(),
                then.path("domain").asText(),
                then.path("madeAt").asText());
        out.printf("  from    %s%n", then.path("from").asText());
        out.printf(
                "  with    %s, seed %s%n",
                then.path("policy").asText(), then.path("seed").asText());
        for (JsonNode told : answer.path("told")) {
            out.printf(
                    "  tells   VM %s, epoch %s%s%s%n",
                    told.path("vm").asText(),
                    told.path("epoch").asText(),
                    told.has("host") ? ", host " + told.path("host").asText() : "",
                    told.has("cause") ? ", " + told.path("cause").asText() : "");
        }
        out.printf("  orders  %d commands%n", answer.path("ordered").size());
        out.printf("  then    %s%n", then.path("digest").asText());
        out.printf("  now     %s%n", answer.path("digest").asText());
        out.println(identical ? "identical, bit for bit" : "NOT the same as then");
    }
}
