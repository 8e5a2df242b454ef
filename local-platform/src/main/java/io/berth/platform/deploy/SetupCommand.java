package io.berth.platform.deploy;

import io.berth.contracts.Topics;
import io.berth.platform.Databases;
import io.berth.platform.PlatformException;
import io.berth.platform.Secrets;
import io.berth.platform.TopicSetup;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Waits for the servers and makes databases and topics. */
@Command(
        name = "setup",
        description = "Makes databases, roles and topics as soon as the servers answer.")
final class SetupCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @ParentCommand private Deploy deploy = new Deploy();

    @Option(
            names = "--postgres",
            defaultValue = "${env:BERTH_DEPLOY_POSTGRES:-postgres:5432}",
            paramLabel = "HOST:PORT",
            description = "The database server (default: ${DEFAULT-VALUE}).")
    private String postgres = "";

    @Option(
            names = "--kafka",
            defaultValue = "${env:BERTH_DEPLOY_KAFKA:-kafka:9092}",
            paramLabel = "HOST:PORT",
            description = "A broker (default: ${DEFAULT-VALUE}).")
    private String kafka = "";

    @Option(
            names = "--topic-prefix",
            defaultValue = "${env:BERTH_TOPIC_PREFIX:-}",
            description = "In front of each topic's name, on a Kafka that others use as well.")
    private String prefix = "";

    @Option(
            names = "--partitions",
            defaultValue = "6",
            description =
                    "Of each topic; fixed at the first setup (default: ${DEFAULT-VALUE}). At least"
                            + " as many as there will be instances of a service.")
    private int partitions;

    @Option(
            names = "--patience",
            defaultValue = "PT3M",
            paramLabel = "DURATION",
            description = "How long to wait for each server, ISO-8601 (default: ${DEFAULT-VALUE}).")
    private Duration limit = Duration.ZERO;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Volumes volumes = deploy.volumes();
        Patience patience = new Patience(limit, PAUSE, InstantSource.system(), out::println);

        Databases databases = new Databases(postgres, existing(volumes.superuserPassword()));
        patience.await("PostgreSQL at " + postgres, new DatabaseProbe(databases)::answers);
        for (String service : Volumes.WITH_DATABASE) {
            databases.create(service, service, existing(volumes.databasePassword(service)));
        }
        out.println("databases ready: " + String.join(", ", Volumes.WITH_DATABASE));

        patience.await("Kafka at " + kafka, new BrokerProbe(kafka)::answers);
        TopicSetup.create(kafka, prefix, partitions);
        out.printf(
                "topics ready: %d, and their dead-letter topics, of %d partitions%n",
                Topics.ALL.size() + Topics.FOREIGN.size(), partitions);
        return Deploy.OK;
    }

    private static String existing(Path original) {
        if (!Files.exists(original)) {
            throw new PlatformException(
                    "%s is missing. The secrets come first: docker compose up secrets."
                            .formatted(original));
        }
        return Secrets.passwordIn(original);
    }
}
