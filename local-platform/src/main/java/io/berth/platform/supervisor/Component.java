package io.berth.platform.supervisor;

import io.berth.platform.ComponentName;
import java.util.Optional;

/**
 * A process that the supervisor can run. Calls come one at a time, except {@link #kill()}, which
 * may come while {@link #start()} waits and makes it fail, and the three questions.
 */
public interface Component {
    /** Unique in a supervisor. */
    ComponentName name();

    /** Where it listens. */
    int port();

    /**
     * Launches it and returns when it is ready for its work.
     *
     * @throws io.berth.platform.PlatformException when it does not get there; no process is left
     */
    void start();

    /** Ends it in an orderly way, by force when that takes too long. */
    void stop();

    /** Ends it by force, at once. */
    void kill();

    /** Freezes it. */
    void pause();

    /** Lets it go on. */
    void resume();

    /** Its main process, while there is one. */
    Optional<ProcessHandle> process();

    /** Whether it answers now, within about 2 s, that it can do its work. */
    boolean healthy();
}
