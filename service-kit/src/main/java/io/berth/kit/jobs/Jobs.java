package io.berth.kit.jobs;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Runs what a service does by itself from time to time. A job that still runs is not begun a second
 * time in this instance, an exception ends that run alone, and none begins once the service stops.
 * Other instances run their own: what only one may do is decided in the database.
 */
@ApplicationScoped
public class Jobs {
    private final Scheduler scheduler;
    private final Queue<String> names = new ConcurrentLinkedQueue<>();

    @Inject
    public Jobs(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Begins a job of this name, which no other has.
     *
     * @param every from one beginning to the next; the first comes after as long
     */
    public void every(String name, Duration every, Runnable task) {
        scheduler
                .newJob(name)
                .setInterval(every.toString())
                .setConcurrentExecution(Scheduled.ConcurrentExecution.SKIP)
                .setTask(execution -> task.run())
                .schedule();
        names.add(name);
    }

    /** Before anything is closed that a job might use. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        names.forEach(scheduler::unscheduleJob);
        names.clear();
    }
}
