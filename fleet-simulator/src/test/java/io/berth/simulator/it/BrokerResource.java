package io.berth.simulator.it;

import io.berth.platform.EmbeddedKafka;
import io.berth.platform.InstallationKeys;
import io.berth.platform.Ports;
import io.berth.platform.TopicSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker of its own with all topics, and a key pair for tokens. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable EmbeddedKafka kafka;
    private @Nullable InstallationKeys keys;

    @Override
    public Map<String, String> start() {
        Path folder;
        try {
            folder = Files.createTempDirectory("berth-simulator");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EmbeddedKafka started =
                EmbeddedKafka.start(folder.resolve("kafka"), Ports.free(), Ports.free());
        kafka = started;
        createTopics(started.bootstrap());
        InstallationKeys pair = InstallationKeys.generate();
        keys = pair;
        return Map.of(
                "kafka.bootstrap.servers",
                started.bootstrap(),
                "quarkus.oidc.public-key",
                pair.publicKeyBase64(),
                "berth.simulator.state",
                folder.resolve("fleet.json").toString(),
                "berth.simulator.power-on-delay",
                "PT0.2S",
                "berth.simulator.disk-load-interval",
                "PT0.5S",
                // Any free one: a platform may run on this machine.
                "quarkus.http.test-port",
                "0");
    }

    /** Kafka's clients look for their own classes through the thread's class loader. */
    private static void createTopics(String bootstrap) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(BrokerResource.class.getClassLoader());
        try {
            TopicSetup.create(bootstrap, "", 6);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(kafka, new TestInjector.MatchesType(EmbeddedKafka.class));
        injector.injectIntoFields(keys, new TestInjector.MatchesType(InstallationKeys.class));
    }

    @Override
    public void stop() {
        EmbeddedKafka running = kafka;
        if (running != null) {
            running.stop();
        }
    }
}
