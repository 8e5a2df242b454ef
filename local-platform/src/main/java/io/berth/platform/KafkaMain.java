package io.berth.platform;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * The broker's own process: formats the storage at the first start, then serves until SIGTERM. It
 * prints {@value #READY} as the only line on standard output once it takes requests; everything
 * else goes to standard error.
 *
 * <p>Argument: the path of a {@code server.properties}.
 */
final class KafkaMain {
    static final String READY = "ready";

    private KafkaMain() {}

    public static void main(String[] args) throws IOException {
        PrintStream parent = System.out;
        System.setOut(System.err);
        Path file = Path.of(args[0]);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        format(file, Path.of(properties.getProperty("log.dirs")));
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-stop"));
        server.startup();
        parent.println(READY);
        parent.flush();
        server.awaitShutdown();
    }

    private static void format(Path config, Path logs) {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        String[] arguments = {
            "format", "-t", Uuid.randomUuid().toString(), "-c", config.toString()
        };
        int status =
                StorageTool.execute(
                        arguments, new PrintStream(System.err, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IllegalStateException("Formatting " + logs + " failed with " + status);
        }
    }
}
