package io.berth.contracts;

/**
 * A topic that programs of others write, in a format of their own and not as events of Berth.
 *
 * @param name without the installation's prefix: {@code <owner>.<noun>}
 * @param kind how records are kept and stamped
 */
public record ForeignTopic(String name, Topic.Kind kind) {
    /** The name in an installation that shares its Kafka cluster with others. */
    public String name(String prefix) {
        return prefix + name;
    }
}
