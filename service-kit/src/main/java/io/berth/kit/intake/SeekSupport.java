package io.berth.kit.intake;

import io.berth.kit.topics.TopicCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What a {@link PartitionSeeker} needs from the kit. */
@ApplicationScoped
public class SeekSupport {
    private final Ownership ownership;
    private final TopicCatalog topics;
    private final Held held;

    @Inject
    public SeekSupport(Ownership ownership, TopicCatalog topics, Held held) {
        this.ownership = ownership;
        this.topics = topics;
        this.held = held;
    }

    Ownership ownership() {
        return ownership;
    }

    TopicCatalog topics() {
        return topics;
    }

    Held held() {
        return held;
    }
}
