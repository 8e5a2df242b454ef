package io.berth.platform.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.platform.ComponentName;
import io.berth.platform.PlatformClient;
import io.berth.platform.PlatformException;
import io.berth.platform.RestApi;
import io.berth.platform.Role;
import io.berth.platform.feed.Feeder;
import io.berth.platform.feed.MonitoringApi;
import io.berth.platform.feed.OneLiners;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a record by hand, as an agent would, and shows what came of it. */
@Command(
        name = "feed",
        description = "Writes one heartbeat or key-value pair to Kafka and shows its effect.",
        subcommands = {FeedBeatCommand.class, FeedKvpCommand.class},
        synopsisSubcommandLabel = "beat | kvp")
final class FeedCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to feed: beat or kvp.");
    }

    /**
     * What both kinds have in common: which platform, writing or printing, and the look at the
     * effect.
     */
    abstract static class Feed implements Callable<Integer> {
        /** Monitoring shows a record within a second when it is well. */
        static final Duration SHOWN_WITHIN = Duration.ofSeconds(10);

        private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

        /** The calendar of this machine, as an agent has its own. */
        static final InstantSource CLOCK = InstantSource.system();

        @Option(
                names = "--bootstrap",
                paramLabel = "HOST:PORT",
                description = "Kafka of a platform elsewhere (default: the local platform's).")
        private @Nullable String bootstrap;

        @Option(
                names = "--monitoring-url",
                paramLabel = "URL",
                description = "Monitoring of a platform elsewhere, as in http://127.0.0.1:8083.")
        private @Nullable String monitoringUrl;

        @Mixin private TokenOption token = new TokenOption();

        @Option(
                names = "--topic-prefix",
                defaultValue = "${env:BERTH_TOPIC_PREFIX:-}",
                paramLabel = "TEXT",
                description = "In front of every topic's name (default: BERTH_TOPIC_PREFIX).")
        private String topicPrefix = "";

        @Option(
                names = "--print",
                description = "Writes nothing; prints lines for kcat and curl that would.")
        private boolean print;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this.")
        private boolean help;

        @Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public final Integer call() {
            try {
                return feed();
            } catch (IllegalArgumentException refused) {
                throw new PlatformException(
                        "Nothing was written: " + refused.getMessage(), refused);
            }
        }

        /**
         * Does it and says how it went.
         *
         * @throws IllegalArgumentException when what was given is no event
         */
        abstract int feed();

        final PrintWriter out() {
            return spec.commandLine().getOut();
        }

        final boolean printsOnly() {
            return print;
        }

        final String monitoringUrl() {
            return monitoringUrl == null
                    ? local().ports().url(ComponentName.MONITORING)
                    : monitoringUrl;
        }

        final MonitoringApi monitoring() {
            return new MonitoringApi(
                    monitoringUrl(), token.bearer(Role.VIEWER, monitoringUrl != null));
        }

        final Feeder feeder() {
            return new Feeder(bootstrapServers(), topicPrefix);
        }

        /**
         * Prints the lines that would write this event.
         *
         * @param host of which it speaks
         * @param ingest the last part of the path that takes events of this kind
         */
        final int printLines(EncodedEvent event, HostId host, String ingest) {
            out().println("# straight into Kafka");
            out().println(OneLiners.kcat(event, bootstrapServers(), topicPrefix));
            out().println("# or over HTTP");
            out().println(OneLiners.curl(event, host, RestApi.url(monitoringUrl(), ingest)));
            out().flush();
            return Berth.OK;
        }

        /** Says where a record lies and what is in it. */
        final void tell(Feeder.Written where, EncodedEvent event) {
            out().printf(
                            "written to %s, partition %d, offset %d, at %s%n",
                            where.topic(), where.partition(), where.offset(), where.at());
            out().printf("  key %s%n", event.key());
            event.headers().forEach((name, value) -> out().printf("  %s: %s%n", name, value));
            out().printf("  %s%n", new String(event.payload(), StandardCharsets.UTF_8));
            out().flush();
        }

        /**
         * Looks at monitoring until the effect shows.
         *
         * @param otherwise what to say when it does not show in time
         */
        final int awaitEffect(
                Supplier<Optional<JsonNode>> look, Predicate<JsonNode> shows, String otherwise) {
            long begun = System.nanoTime();
            Optional<JsonNode> seen = look.get();
            while (seen.filter(shows).isEmpty()) {
                if (System.nanoTime() - begun > SHOWN_WITHIN.toNanos()) {
                    out().printf(
                                    "monitoring does not show it after %d s: %s%n",
                                    SHOWN_WITHIN.toSeconds(),
                                    seen.map(JsonNode::toString).orElse("it knows nothing"));
                    out().println(otherwise);
                    out().flush();
                    return Berth.FAILED;
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                seen = look.get();
            }
            out().printf(
                            "monitoring shows it after %.1f s%n%s%n",
                            (System.nanoTime() - begun) / 1e9, seen.get().toPrettyString());
            out().flush();
            return Berth.OK;
        }

        private String bootstrapServers() {
            return bootstrap == null ? local().bootstrap() : bootstrap;
        }

        private static PlatformClient local() {
            return PlatformClient.connect();
        }
    }
}
