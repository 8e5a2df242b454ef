package io.berth.kit.test;

/**
 * The Kafka that tests run against, and what they may do to it. Its address stays the same for as
 * long as it lives.
 */
public interface Broker extends AutoCloseable {
    /** Host and port for a client. */
    String bootstrap();

    /** Ends it as a power cut of its machine would. */
    void kill();

    /** Freezes it: it keeps its connections and answers nobody. */
    void pause();

    /** Lets it go on. */
    void resume();

    /** Stops it if it runs, starts it again with what it stored, and returns when it answers. */
    void restart();

    @Override
    void close();
}
