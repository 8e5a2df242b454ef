package io.berth.platform.supervisor;

import io.berth.platform.ComponentName;
import io.berth.platform.EmbeddedKafka;
import io.berth.platform.TopicSetup;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The broker, with every topic in place once it is started. */
final class KafkaComponent implements Component {
    private final EmbeddedKafka.Settings settings;
    private final String topicPrefix;
    private final int partitions;
    private volatile @Nullable EmbeddedKafka kafka;

    KafkaComponent(EmbeddedKafka.Settings settings, String topicPrefix, int partitions) {
        this.settings = settings;
        this.topicPrefix = topicPrefix;
        this.partitions = partitions;
    }

    @Override
    public ComponentName name() {
        return ComponentName.KAFKA;
    }

    @Override
    public int port() {
        return settings.port();
    }

    @Override
    public void start() {
        EmbeddedKafka started = EmbeddedKafka.start(settings);
        kafka = started;
        try {
            TopicSetup.create(started.bootstrap(), topicPrefix, partitions);
        } catch (RuntimeException e) {
            started.stop();
            throw e;
        }
    }

    @Override
    public void stop() {
        running().ifPresent(EmbeddedKafka::stop);
    }

    @Override
    public void kill() {
        running().ifPresent(EmbeddedKafka::kill);
    }

    @Override
    public void pause() {
        running().ifPresent(EmbeddedKafka::pause);
    }

    @Override
    public void resume() {
        running().ifPresent(EmbeddedKafka::resume);
    }

    @Override
    public Optional<ProcessHandle> process() {
        return running().map(EmbeddedKafka::process);
    }

    @Override
    public boolean healthy() {
        return running().map(EmbeddedKafka::answers).orElse(false);
    }

    private Optional<EmbeddedKafka> running() {
        return Optional.ofNullable(kafka);
    }
}
