package io.berth.kit.topics;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.config.ServiceConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The topics of Berth as this installation names them, each with its codec. Immutable after
 * construction.
 */
@ApplicationScoped
public class TopicCatalog {
    private final String prefix;
    private final Map<String, EventCodec<?>> codecs = new HashMap<>();

    @Inject
    public TopicCatalog(ServiceConfig config) {
        this.prefix = config.topicPrefix();
        for (Topic<?> topic : Topics.ALL) {
            codecs.put(topic.name(), new EventCodec<>(topic));
        }
    }

    /** The installation's prefix, often empty. */
    public String prefix() {
        return prefix;
    }

    /** The name on the broker. */
    public String onBroker(String unprefixed) {
        return prefix + unprefixed;
    }

    /**
     * The name without the prefix.
     *
     * @throws IllegalArgumentException when the topic is not of this installation
     */
    public String unprefixed(String onBroker) {
        if (!onBroker.startsWith(prefix)) {
            throw new IllegalArgumentException(
                    "topic " + onBroker + " is not of this installation; its prefix is " + prefix);
        }
        return onBroker.substring(prefix.length());
    }

    /** The codec of a topic. */
    @SuppressWarnings("unchecked") // the map holds for each topic the codec made for it
    public <E extends Event> EventCodec<E> codec(Topic<E> topic) {
        return (EventCodec<E>) named(topic.name());
    }

    /**
     * The codec of the topic with this unprefixed name.
     *
     * @throws IllegalArgumentException when Berth has no such topic
     */
    public EventCodec<?> named(String unprefixed) {
        return Optional.<EventCodec<?>>ofNullable(codecs.get(unprefixed))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "Berth has no topic "
                                        + unprefixed
                                        + "; it has "
                                        + codecs.keySet()));
    }
}
